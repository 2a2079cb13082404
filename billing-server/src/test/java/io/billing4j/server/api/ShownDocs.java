package io.billing4j.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.billing4j.server.browser.Browser;
import io.billing4j.server.browser.Page;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.assertj.core.api.Assertions;

/**
 * The pages about the API in a browser.
 *
 * @param page the tab that they are in
 */
record ShownDocs(Page page) implements AutoCloseable {
    /** What the script says before it has the document. */
    private static final String SHOWN = """
            new Promise(done => {
              const main = document.getElementById('main');
              const look = () => main.textContent === 'Loading…' || done(true);
              new MutationObserver(look).observe(main, { childList: true });
              look();
            })""";

    private static final String LOOK = """
            () => {
              const main = document.getElementById('main');
              const texts = selector => [...main.querySelectorAll(selector)].map(each => each.textContent);
              const links = (within, selector) =>
                [...within.querySelectorAll(selector)].map(each => each.getAttribute('href'));
              return {
                heading: texts('h2').join(),
                path: texts('.path').join(),
                curl: texts('pre').join(),
                text: main.textContent,
                rows: [...main.querySelectorAll('tbody tr')].map(row => [...row.cells].map(cell => cell.textContent)),
                links: links(main, 'a'),
                current: links(document, '#index [aria-current=page]').join(),
              };
            }""";

    private static final String TURNED =
            "new Promise(done => addEventListener('hashchange', () => done(true), { once: true }))";

    /** Opens them at an address of a server; they are shown when this returns. */
    static ShownDocs at(URI address, Browser browser) {
        Page page = browser.newPage();
        page.open(address);
        // A script that does not run shows nothing, however long one waits.
        Assertions.assertThat(page.complaints()).isEmpty();
        page.evaluate(SHOWN);
        return new ShownDocs(page);
    }

    /** What is shown now. */
    Shown now() {
        return new Shown(page.evaluate("(" + LOOK + ")()"));
    }

    /** What is shown at each of these anchors, of which none is where the page is now, and no two that follow are the same. */
    List<Shown> at(Collection<String> anchors) {
        var names = JsonNodeFactory.instance.arrayNode();
        anchors.forEach(names::add);
        JsonNode all = page.evaluate("""
                (async () => {
                  const look = %s;
                  const all = [];
                  for (const anchor of %s) {
                    const turned = %s;
                    location.hash = anchor;
                    await turned;
                    all.push(look());
                  }
                  return all;
                })()""".formatted(LOOK, names, TURNED));
        List<Shown> shown = new ArrayList<>();
        all.forEach(each -> shown.add(new Shown(each)));
        return shown;
    }

    /** Clicks on a link, and sees what it leads to. */
    Shown click(String selector) {
        page.evaluate("window.turned = " + TURNED + "; true");
        page.click(selector);
        page.evaluate("window.turned");
        return now();
    }

    /** What is shown after the browser's button for the page before. */
    Shown back() {
        page.evaluate("(() => { const turned = " + TURNED + "; history.back(); return turned; })()");
        return now();
    }

    /** Types into the filter. */
    void filter(String text) {
        page.click("#filter");
        page.type(text);
    }

    /** The entries of the index. */
    List<String> index() {
        return texts(page.evaluate("[...document.querySelectorAll('#index a')].map(each => each.textContent)"));
    }

    /** How many elements fit a selector. */
    int count(String selector) {
        return page.evaluate("document.querySelectorAll(" + TextNode.valueOf(selector) + ").length")
                .asInt();
    }

    List<String> complaints() {
        return page.complaints();
    }

    @Override
    public void close() {
        page.close();
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /** What stands beside the index. */
    record Shown(JsonNode node) {
        String heading() {
            return node.path("heading").asText();
        }

        /** Method and address of a call. */
        String path() {
            return node.path("path").asText();
        }

        String curl() {
            return node.path("curl").asText();
        }

        String text() {
            return node.path("text").asText();
        }

        /** What the index says that this is. */
        String current() {
            return node.path("current").asText();
        }

        List<String> links() {
            return texts(node.path("links"));
        }

        /** The rows of all tables, by what they are about and what is said of it. */
        List<String> rows() {
            List<String> rows = new ArrayList<>();
            node.path("rows")
                    .forEach(row -> rows.add(row.path(0).asText() + ": "
                            + row.path(row.size() - 1).asText()));
            return rows;
        }
    }
}
