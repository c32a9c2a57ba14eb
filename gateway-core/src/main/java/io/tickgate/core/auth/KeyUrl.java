package io.tickgate.core.auth;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keys that an issuer publishes at a URL, which the operator wrote down: no token ever names one. Redirects are not followed.
 *
 * <p>Any thread. <b>Bound:</b> {@code auth.jwks-timeout} for all of it, {@code auth.jwks-max-bytes}.
 */
final class KeyUrl implements KeyDocument {
    private final URI url;
    private final Duration timeout;
    private final int bytesMax;
    private final HttpClient http;

    /** @param executor runs what the answer's bytes cause */
    KeyUrl(URI url, Duration timeout, int bytesMax, Executor executor) {
        this.url = url;
        this.timeout = timeout;
        this.bytesMax = bytesMax;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout)
                .executor(executor)
                .build();
    }

    @Override
    public CompletableFuture<String> fetch() {
        HttpRequest request = HttpRequest.newBuilder(url)
                .header("Accept", "application/jwk-set+json, application/json")
                .timeout(timeout)
                .build();
        CompletableFuture<HttpResponse<String>> answer =
                http.sendAsync(request, head -> new BoundedBody(bytesMax, head.statusCode()));
        // The request's own time-out ends with the head of the answer; this one counts the body, too. It ends a copy,
        // since
        // what has ended can be cancelled no more, and only the original's cancelling closes the connection.
        return answer.copy()
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((done, failure) -> answer.cancel(true))
                .thenApply(HttpResponse::body);
    }

    @Override
    public String toString() {
        return url.toString();
    }

    /** Takes a body of status 200, up to its limit. The client calls it from one thread at a time. */
    private static final class BoundedBody implements HttpResponse.BodySubscriber<String> {
        private final int bytesMax;
        private final int status;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final CompletableFuture<String> body = new CompletableFuture<>();
        private Flow.@Nullable Subscription subscription;

        BoundedBody(int bytesMax, int status) {
            this.bytesMax = bytesMax;
            this.status = status;
        }

        @Override
        public CompletionStage<String> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Flow.Subscription begun) {
            subscription = begun;
            if (status == 200) {
                begun.request(Long.MAX_VALUE);
            } else {
                refuse(begun, "it answers " + status);
            }
        }

        @Override
        public void onNext(List<ByteBuffer> pieces) {
            for (ByteBuffer piece : pieces) {
                if (bytes.size() + piece.remaining() > bytesMax) {
                    if (subscription != null) {
                        refuse(subscription, "it is larger than auth.jwks-max-bytes");
                    }
                    return;
                }
                byte[] copy = new byte[piece.remaining()];
                piece.get(copy);
                bytes.writeBytes(copy);
            }
        }

        private void refuse(Flow.Subscription begun, String why) {
            begun.cancel();
            body.completeExceptionally(new IOException(why));
        }

        @Override
        public void onError(Throwable failure) {
            body.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            body.complete(bytes.toString(StandardCharsets.UTF_8));
        }
    }
}
