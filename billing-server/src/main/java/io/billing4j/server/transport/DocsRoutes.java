package io.billing4j.server.transport;

import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What describes the API: a document for programs, and pages that show it to people. The pages are three files that come with
 * the server; they have nothing of any tenant, take no token and make no call but for the document.
 */
final class DocsRoutes {
    private DocsRoutes() {}

    /**
     * Adds them.
     *
     * @param open whether everybody may have the document and the pages; else there are no pages
     * @param guard lets in who may have the document else
     */
    static void add(
            ServerBuilder server,
            Supplier<byte[]> openApi,
            boolean open,
            Function<? super HttpService, ? extends HttpService> guard) {
        HttpService document = new ConstantPage(MediaType.JSON_UTF_8, openApi);
        server.route().get("/api/billing/openapi.json").build(open ? document : guard.apply(document));
        if (open) {
            server.route().get("/").build((context, request) -> ConstantPage.moved("docs"));
            server.route().get("/docs/").build((context, request) -> ConstantPage.moved("../docs"));
            server.route().get("/docs").build(page(MediaType.HTML_UTF_8, "docs.html"));
            server.route().get("/docs/docs.js").build(page(MediaType.JAVASCRIPT_UTF_8, "docs.js"));
            server.route().get("/docs/docs.css").build(page(MediaType.CSS_UTF_8, "docs.css"));
        }
    }

    private static HttpService page(MediaType type, String file) {
        return new ConstantPage(type, () -> {
            try (InputStream in = DocsRoutes.class.getResourceAsStream(file)) {
                return Objects.requireNonNull(in, file).readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
