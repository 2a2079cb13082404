package io.billing4j.server.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.util.List;

/** One tab of a browser. */
public final class Page implements AutoCloseable {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final DevTools tools;
    private final WebSocket socket;

    private Page(DevTools tools, WebSocket socket) {
        this.tools = tools;
        this.socket = socket;
    }

    /** A new tab of the browser whose tools are here. */
    static Page in(URI browser) {
        HttpRequest request = HttpRequest.newBuilder(browser.resolve("/json/new?about:blank"))
                .PUT(BodyPublishers.noBody())
                .build();
        try {
            JsonNode tab =
                    JSON.readTree(CLIENT.send(request, BodyHandlers.ofString()).body());
            URI address = URI.create(tab.path("webSocketDebuggerUrl").asText());
            DevTools tools = new DevTools();
            Page page = new Page(
                    tools,
                    CLIENT.newWebSocketBuilder().buildAsync(address, tools).join());
            for (String domain : List.of("Page", "Runtime", "Log")) {
                page.ask(domain + ".enable", parameters());
            }
            page.ask("Page.setLifecycleEventsEnabled", parameters().put("enabled", true));
            return page;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Opens an address that is not the one that is open; it has loaded when this returns, with its scripts. */
    public void open(URI address) {
        JsonNode opened = ask("Page.navigate", parameters().put("url", address.toString()));
        if (opened.has("errorText")) {
            throw new AssertionError(address + ": " + opened.path("errorText").asText());
        }
        tools.awaitLoad(opened.path("loaderId").asText());
    }

    /** What an expression of JavaScript comes to in the page, or what the promise is kept with that it comes to. */
    public JsonNode evaluate(String expression) {
        JsonNode result = ask(
                "Runtime.evaluate",
                parameters()
                        .put("expression", expression)
                        .put("awaitPromise", true)
                        .put("returnByValue", true));
        if (result.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + result.path("exceptionDetails"));
        }
        return result.path("result").path("value");
    }

    /** Clicks with the mouse in the middle of the first element that fits a selector. */
    public void click(String selector) {
        JsonNode place = evaluate("""
                (() => {
                  const element = document.querySelector(%s);
                  element.scrollIntoView({ block: 'center' });
                  const box = element.getBoundingClientRect();
                  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
                })()""".formatted(TextNode.valueOf(selector)));
        for (String what : List.of("mousePressed", "mouseReleased")) {
            ask(
                    "Input.dispatchMouseEvent",
                    parameters()
                            .put("type", what)
                            .put("x", place.path("x").asDouble())
                            .put("y", place.path("y").asDouble())
                            .put("button", "left")
                            .put("clickCount", 1));
        }
    }

    /** Types a text where the cursor is. */
    public void type(String text) {
        ask("Input.insertText", parameters().put("text", text));
    }

    /** Errors and warnings so far: of scripts, of what was refused or could not be loaded, and on the console. */
    public List<String> complaints() {
        // What is under way has been said when tasks of later have been done.
        evaluate("new Promise(done => setTimeout(() => setTimeout(done, 0), 0)).then(() => true)");
        return tools.complaints();
    }

    @Override
    public void close() {
        socket.abort();
    }

    private JsonNode ask(String command, ObjectNode parameters) {
        return tools.ask(socket, command, parameters);
    }

    private static ObjectNode parameters() {
        return JsonNodeFactory.instance.objectNode();
    }
}
