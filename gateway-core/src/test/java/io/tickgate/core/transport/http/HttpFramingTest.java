package io.tickgate.core.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.Gateway;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a request ends must not be a matter of opinion: everything doubtful is refused, and the connection ends. */
class HttpFramingTest {
    private static final String BROADCAST = "/api/v1/websocket/broadcast";
    private static final String BODY = "{\"channel\":\"notifications\",\"message\":{\"type\":\"test\"}}";
    private static final String SMUGGLED = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private static Gateway gateway;

    @BeforeAll
    static void start() throws IOException {
        gateway = TestGateways.start();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    /** A request with another one hidden behind it, and the status that refuses it. */
    record Doubtful(String name, int status, String request) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Doubtful post(String name, int status, String fields, String body) {
        return new Doubtful(
                name,
                status,
                "POST " + BROADCAST + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + fields
                        + "\r\n" + body);
    }

    private static Doubtful chunked(String name, String body) {
        return post(name, 400, "Transfer-Encoding: chunked\r\n", body);
    }

    static Stream<Doubtful> doubtful() {
        String length = "Content-Length: " + BODY.length() + "\r\n";
        String chunk = Integer.toHexString(BODY.length());
        return Stream.of(
                post("length and coding", 400, length + "Transfer-Encoding: chunked\r\n", "0\r\n\r\n"),
                post("coding and length", 400, "Transfer-Encoding: chunked\r\n" + length, "0\r\n\r\n"),
                post("two lengths", 400, length + "Content-Length: 0\r\n", BODY),
                post("the same length twice", 400, length + length, BODY),
                post("a list of lengths", 400, "Content-Length: 5, 5\r\n", "12345"),
                post("a signed length", 400, "Content-Length: +5\r\n", "12345"),
                post("a negative length", 400, "Content-Length: -1\r\n", ""),
                post("a hexadecimal length", 400, "Content-Length: 0x5\r\n", "12345"),
                post("an empty length", 400, "Content-Length: \r\n", ""),
                post("a length that overflows", 400, "Content-Length: 99999999999999999999\r\n", ""),
                post("identity", 400, "Transfer-Encoding: identity\r\n", ""),
                post("gzip", 400, "Transfer-Encoding: gzip\r\n", ""),
                post("xchunked", 400, "Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"),
                post("gzip, chunked", 501, "Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"),
                post("chunked, identity", 400, "Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n"),
                post("chunked twice", 400, "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
                post("chunked behind a tab", 400, "Transfer-Encoding:\u000bchunked\r\n", "0\r\n\r\n"),
                post("a space before the colon", 400, "Transfer-Encoding : chunked\r\n", "0\r\n\r\n"),
                post("a space before the length's colon", 400, "Content-Length : 5\r\n", "12345"),
                post("a list that ends with nothing", 501, "Transfer-Encoding: chunked,\r\n", "0\r\n\r\n"),
                post("chunked with a parameter", 400, "Transfer-Encoding: chunked;q=1\r\n", "0\r\n\r\n"),
                post("chunked in quotes", 400, "Transfer-Encoding: \"chunked\"\r\n", "0\r\n\r\n"),
                post("two numbers in a length", 400, "Content-Length: 5 5\r\n", "12345"),
                post("a length with a unit", 400, "Content-Length: 5;\r\n", "12345"),
                post("a length in other digits", 400, "Content-Length: \u0665\r\n", "12345"),
                post("a control byte in a field's name", 400, "Content-Length\u0000: 5\r\n", "12345"),
                post("a vertical tab before a field's name", 400, "\u000bContent-Length: 5\r\n", "12345"),
                post("a separator in a field's name", 400, "Content(Length): 5\r\n", "12345"),
                post("a control byte in a field", 400, "X-Control: a\u0001b\r\n", ""),
                post("a delete in a field", 400, "X-Delete: a\u007fb\r\n", ""),
                post("a field without a name", 400, ": x\r\n", ""),
                post("a field without a colon", 400, "Transfer-Encoding\r\n", ""),
                post("a zero byte in a field", 400, "X-Zero: a\u0000b\r\n", ""),
                post("a bare line feed after a field", 400, "X-Bare: a\nContent-Length: 5\r\n", "12345"),
                post("a bare carriage return in a field", 400, "X-Bare: a\rContent-Length: 5\r\n", "12345"),
                new Doubtful(
                        "a bare line feed after the line", 400, "GET /health/live HTTP/1.1\nHost: localhost\r\n\r\n"),
                new Doubtful(
                        "space before the first field", 400, "GET /health/live HTTP/1.1\r\n Host: localhost\r\n\r\n"),
                new Doubtful(
                        "an old draft's key",
                        400,
                        RawHttpClient.head("GET /api/v1/websocket/ws", "Sec-WebSocket-Key1: 1") + "\r\n"),
                new Doubtful(
                        "chunked in HTTP/1.0",
                        400,
                        "POST " + BROADCAST + " HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n"
                                + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                chunked("a chunk size that is none", "x\r\n\r\n0\r\n\r\n"),
                chunked("an empty chunk size", "\r\n" + BODY + "\r\n0\r\n\r\n"),
                chunked("a negative chunk size", "-1\r\n\r\n0\r\n\r\n"),
                chunked("a prefixed chunk size", "0x5\r\n12345\r\n0\r\n\r\n"),
                chunked("a chunk size that overflows", "100000000\r\n" + BODY + "\r\n0\r\n\r\n"),
                chunked("blanks before a chunk size", " 5\r\n12345\r\n0\r\n\r\n"),
                chunked("a chunk size and another", "5 5\r\n12345\r\n0\r\n\r\n"),
                chunked("a signed chunk size", "+5\r\n12345\r\n0\r\n\r\n"),
                chunked("a chunk size in other digits", "\u0665\r\n12345\r\n0\r\n\r\n"),
                chunked("a zero byte behind a chunk size", "5\u0000\r\n12345\r\n0\r\n\r\n"),
                chunked("an extension with a bare carriage return", chunk + ";a\rb\r\n" + BODY + "\r\n0\r\n\r\n"),
                chunked("a line's end in an extension's quotes", chunk + ";a=\"\r\n\"\r\n" + BODY + "\r\n0\r\n\r\n"),
                chunked("a trailer without a colon", chunk + "\r\n" + BODY + "\r\n0\r\nX-Trailer\r\n\r\n"),
                chunked("a trailer with a bare line feed", chunk + "\r\n" + BODY + "\r\n0\r\nX: 1\nY: 1\r\n\r\n"),
                chunked("a chunk longer than its size", "3\r\n" + BODY + "\r\n0\r\n\r\n"),
                chunked("a chunk size that ends with a bare line feed", chunk + "\n" + BODY + "\r\n0\r\n\r\n"),
                chunked("an extension with a bare line feed", chunk + ";a\nb\r\n" + BODY + "\r\n0\r\n\r\n"),
                chunked("a chunk that ends with a bare line feed", chunk + "\r\n" + BODY + "\n0\r\n\r\n"));
    }

    @ParameterizedTest
    @MethodSource("doubtful")
    void whatIsDoubtfulIsRefusedAndEndsTheConnection(Doubtful doubtful) throws IOException {
        try (RawHttpClient client = new RawHttpClient(gateway.port())) {
            client.send(doubtful.request + SMUGGLED);

            RawHttpClient.Answer answer = client.read();

            assertThat(answer.status()).isEqualTo(doubtful.status);
            assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
            assertThat(answer.header("connection")).isEqualTo("close");
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    /** What a name that some proxies take for Transfer-Encoding announces is no body here, and what follows is a request. */
    @Test
    void aNameThatOnlyLooksAlikeAnnouncesNothing() throws IOException {
        try (RawHttpClient client = new RawHttpClient(gateway.port())) {
            client.send(RawHttpClient.head("GET /health/live", "Transfer_Encoding: chunked", "X-Content-Length: 9")
                    + "\r\n" + SMUGGLED);

            assertThat(client.read().status()).isEqualTo(200);
            assertThat(client.read().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a chunk's extension", "trailers"})
    void whatStandsAroundChunksHasAnEnd(String where) throws IOException {
        String chunk = Integer.toHexString(BODY.length());
        String more = "x".repeat(9000);
        String body = where.equals("trailers")
                ? chunk + "\r\n" + BODY + "\r\n0\r\nX-Trailer: " + more + "\r\n\r\n"
                : chunk + ";a=" + more + "\r\n" + BODY + "\r\n0\r\n\r\n";
        try (RawHttpClient client = new RawHttpClient(gateway.port())) {
            client.send(RawHttpClient.head(
                            "POST " + BROADCAST, "Content-Type: application/json", "Transfer-Encoding: chunked")
                    + "\r\n" + body);

            assertThat(client.read().status()).isIn(400, 414, 431);
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void aChunkExtensionIsReadOver() throws IOException {
        String chunk = Integer.toHexString(BODY.length());

        RawHttpClient.Answer answer = RawHttpClient.exchange(
                gateway.port(),
                RawHttpClient.head("POST " + BROADCAST, "Content-Type: application/json", "Transfer-Encoding: Chunked")
                        + "\r\n" + chunk + ";name=\"value\"\r\n" + BODY + "\r\n0\r\nX-Trailer: 1\r\n\r\n");

        assertThat(answer.status()).isEqualTo(200);
    }

    /** RFC 9112 section 5.2 leaves a server the choice to refuse a folded line or to read it as spaces. */
    @ParameterizedTest
    @ValueSource(strings = {" ", "\t", " \t "})
    void aFoldedLineIsRefusedHoweverItArrives(String fold) throws IOException {
        String request = RawHttpClient.head("GET /nowhere", "X-Folded: a\r\n" + fold + "Transfer-Encoding: chunked")
                + "\r\n" + SMUGGLED;
        for (int cut = request.indexOf("X-Folded"); cut < request.indexOf("Transfer-Encoding"); cut++) {
            try (RawHttpClient client = new RawHttpClient(gateway.port())) {
                client.send(request.substring(0, cut));
                client.send(request.substring(cut));

                RawHttpClient.Answer answer = client.read();

                assertThat(answer.status()).isEqualTo(400);
                assertThat(answer.body()).contains("folded");
                assertThat(client.isClosedByServer()).isTrue();
            }
        }
    }

    @Test
    void aFoldIsSeenBehindARequestWithABodyAndABodyWithLinesThatBeginWithSpacesIsNone() throws IOException {
        String body = BODY.replace(",", ",\r\n  ");
        String chunk = Integer.toHexString(body.length());
        String post = RawHttpClient.head(
                "POST " + BROADCAST, "Content-Type: application/json", "Content-Length: " + body.length());
        String chunkedPost =
                RawHttpClient.head("POST " + BROADCAST, "Content-Type: application/json", "Transfer-Encoding: chunked");
        try (RawHttpClient client = new RawHttpClient(gateway.port())) {
            client.send(post + "\r\n" + body + chunkedPost + "\r\n" + chunk + "\r\n" + body + "\r\n0\r\n\r\n"
                    + RawHttpClient.head("GET /health/live", "X-Folded: a\r\n b") + "\r\n");

            assertThat(client.read().status()).isEqualTo(200);
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(client.read().status()).isEqualTo(400);
        }
    }

    @Test
    void aLengthOfZeroOrNoneIsAnEmptyBody() throws IOException {
        for (String fields : List.of("Content-Length: 0\r\n", "")) {
            RawHttpClient.Answer answer = RawHttpClient.exchange(
                    gateway.port(), "POST " + BROADCAST + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n");

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).contains("\"code\":\"invalid_json\"");
        }
    }
}
