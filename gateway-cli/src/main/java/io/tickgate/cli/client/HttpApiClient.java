package io.tickgate.cli.client;

import io.tickgate.cli.console.Failure;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireLimits;
import io.tickgate.protocol.wire.WireReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Speaks the gateway's HTTP API. Any thread. */
public final class HttpApiClient {
    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
    /** No answer of the gateway comes near; whoever answers more is none. */
    static final int ANSWER_BYTES_MAX = 1 << 20;

    private final GatewayUrl url;
    private final HttpClient http;
    private final @Nullable String authorization;

    /** Trusts for https what Java trusts. */
    public HttpApiClient(GatewayUrl url) {
        this(url, builder().build(), null);
    }

    /** @param tls tells whom to trust for https */
    HttpApiClient(GatewayUrl url, SSLContext tls) {
        this(url, builder().sslContext(tls).build(), null);
    }

    private HttpApiClient(GatewayUrl url, HttpClient http, @Nullable String authorization) {
        this.url = url;
        this.http = http;
        this.authorization = authorization;
    }

    /** @param token a token or an API key; empty for none */
    HttpApiClient showing(String token) {
        return token.isEmpty() ? this : new HttpApiClient(url, http, "Bearer " + token);
    }

    /** What requests and handshakes carry as {@code Authorization}; null for none. */
    public @Nullable String authorization() {
        return authorization;
    }

    private static HttpClient.Builder builder() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_TIMEOUT);
    }

    /** The client below, which also opens WebSockets. */
    public HttpClient http() {
        return http;
    }

    public GatewayUrl url() {
        return url;
    }

    /** @throws Failure when no gateway answers */
    public Answer get(URI uri) throws Failure, InterruptedException {
        return send(HttpRequest.newBuilder(uri));
    }

    /** @throws Failure when no gateway answers */
    public Answer postJson(URI uri, byte[] body) throws Failure, InterruptedException {
        return post(uri, "application/json", body);
    }

    /**
     * Sends a body.
     *
     * @param type its media type
     * @throws Failure when no gateway answers
     */
    public Answer post(URI uri, String type, byte[] body) throws Failure, InterruptedException {
        return send(HttpRequest.newBuilder(uri)
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    private Answer send(HttpRequest.Builder request) throws Failure, InterruptedException {
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        // The JDK's own time-out ends with the head of the answer; this one counts the body, too.
        CompletableFuture<Answer> answer = http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofInputStream())
                .thenApplyAsync(this::readAll);
        try {
            return answer.get(ANSWER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw Unreachable.because(url, new HttpTimeoutException("no answer in time"));
        } catch (ExecutionException e) {
            throw Unreachable.because(url, e);
        } finally {
            answer.cancel(true);
        }
    }

    private Answer readAll(HttpResponse<InputStream> response) {
        try (InputStream in = response.body()) {
            byte[] body = in.readNBytes(ANSWER_BYTES_MAX + 1);
            if (body.length > ANSWER_BYTES_MAX) {
                throw new IOException("an answer over " + ANSWER_BYTES_MAX + " bytes");
            }
            return new Answer(what -> Unreachable.noGateway(url, what), response.statusCode(), body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What came back. */
    public static final class Answer {
        private final Function<String, Failure> noGateway;
        private final int status;
        private final byte[] body;

        /** @param noGateway says that it is no answer of a gateway's, and why */
        Answer(Function<String, Failure> noGateway, int status, byte[] body) {
            this.noGateway = noGateway;
            this.status = status;
            this.body = body;
        }

        public int status() {
            return status;
        }

        public boolean isSuccess() {
            return status / 100 == 2;
        }

        /** The bytes as they came; to be read only. */
        public byte[] body() {
            return body;
        }

        /**
         * Reads the body, which is one JSON object.
         *
         * @throws Failure when it is none, so that no gateway answered
         */
        public <T> T read(JsonParser<T> parser) throws Failure {
            try (WireReader in =
                    WireReader.of(WireFormat.JSON, WireLimits.DEFAULT.withMessageBytesMax(ANSWER_BYTES_MAX))) {
                in.open(body, 0, body.length);
                T result = parser.parse(in);
                in.end();
                return result;
            } catch (WireException e) {
                throw noGateway.apply("HTTP " + status + ", and its body is no JSON of the gateway's");
            }
        }

        /** The refusal as one line. */
        public Failure refusal() throws Failure {
            return read(Problem::read).toFailure(status);
        }
    }

    /** Reads one object that was opened. */
    @FunctionalInterface
    public interface JsonParser<T> {
        T parse(WireReader in) throws WireException;
    }
}
