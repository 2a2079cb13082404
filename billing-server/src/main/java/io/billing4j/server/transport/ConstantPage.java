package io.billing4j.server.transport;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.billing4j.id.ContentHash;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is the same each time, for people or programs. It is made when somebody first asks for it, and kept. A browser that
 * shows it loads nothing from elsewhere, sends nothing elsewhere, and puts it into no page of others.
 */
final class ConstantPage implements HttpService {
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final int TAG_DIGITS = 32;

    private final MediaType type;
    private final Supplier<byte[]> source;
    private volatile @Nullable Kept kept;

    /** A page with this content. */
    ConstantPage(MediaType type, Supplier<byte[]> source) {
        this.type = type;
        this.source = source;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        Kept known = kept;
        if (known != null) {
            return answer(known, request);
        }
        // Made twice where two ask at once: it is the same.
        return HttpResponse.of(CompletableFuture.supplyAsync(this::made, context.blockingTaskExecutor())
                .thenApply(made -> answer(made, request)));
    }

    /** Sends whoever asks to another page, by the same rules. */
    static HttpResponse moved(String location) {
        return HttpResponse.of(guarded(ResponseHeaders.builder(HttpStatus.TEMPORARY_REDIRECT))
                .set(HttpHeaderNames.LOCATION, location)
                .build());
    }

    private Kept made() {
        Kept made = Kept.of(source.get());
        kept = made;
        return made;
    }

    private HttpResponse answer(Kept page, HttpRequest request) {
        boolean known = request.headers().get(HttpHeaderNames.IF_NONE_MATCH, "").contains(page.tag());
        ResponseHeadersBuilder headers = ResponseHeaders.builder(known ? HttpStatus.NOT_MODIFIED : HttpStatus.OK)
                .set(HttpHeaderNames.ETAG, "W/" + page.tag())
                .set(HttpHeaderNames.CACHE_CONTROL, "no-cache")
                .set(HttpHeaderNames.VARY, "accept-encoding");
        if (known) {
            return HttpResponse.of(headers.build());
        }
        guarded(headers).contentType(type);
        if (!request.headers().get(HttpHeaderNames.ACCEPT_ENCODING, "").contains("gzip")) {
            return HttpResponse.of(headers.build(), page.content());
        }
        headers.set(HttpHeaderNames.CONTENT_ENCODING, "gzip");
        return HttpResponse.of(headers.build(), page.zipped());
    }

    private static ResponseHeadersBuilder guarded(ResponseHeadersBuilder headers) {
        return headers.set(HttpHeaderNames.CONTENT_SECURITY_POLICY, POLICY)
                .set(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff")
                .set(HttpHeaderNames.REFERRER_POLICY, "no-referrer");
    }

    /**
     * What was made.
     *
     * @param tag changes with the content; in quotes
     */
    private record Kept(HttpData content, HttpData zipped, String tag) {
        static Kept of(byte[] content) {
            ByteArrayOutputStream zipped = new ByteArrayOutputStream();
            try (GZIPOutputStream zip = new GZIPOutputStream(zipped)) {
                zip.write(content);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            String hash = ContentHash.builder("page", 1).bytes(content).build().digits(TAG_DIGITS);
            return new Kept(HttpData.wrap(content), HttpData.wrap(zipped.toByteArray()), '"' + hash + '"');
        }
    }
}
