/**
 * A real browser for pages of the server, told what to do over its DevTools protocol: {@code Browser} starts it, a {@code Page} is
 * one tab of it.
 */
@NullMarked
package io.billing4j.server.browser;

import org.jspecify.annotations.NullMarked;
