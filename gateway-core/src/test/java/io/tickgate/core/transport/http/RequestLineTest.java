package io.tickgate.core.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.Gateway;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The first line of a request: one form of it is read, and none is repaired. */
class RequestLineTest {
    private static Gateway gateway;

    @BeforeAll
    static void start() throws IOException {
        gateway = TestGateways.start();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    static Stream<Arguments> requestLines() {
        return Stream.of(
                Arguments.of("two spaces before the target", 400, "GET  /health/live HTTP/1.1"),
                Arguments.of("two spaces before the version", 400, "GET /health/live  HTTP/1.1"),
                Arguments.of("a space behind the version", 400, "GET /health/live HTTP/1.1 "),
                Arguments.of("a space before the method", 400, " GET /health/live HTTP/1.1"),
                Arguments.of("a tab", 400, "GET\t/health/live HTTP/1.1"),
                Arguments.of("a tab behind a space", 400, "GET \t/health/live HTTP/1.1"),
                Arguments.of("a vertical tab", 400, "GET\u000b/health/live HTTP/1.1"),
                Arguments.of("a form feed", 400, "GET /health/live\fHTTP/1.1"),
                Arguments.of("a bare carriage return", 400, "GET /health/live\rHTTP/1.1"),
                Arguments.of("a carriage return more", 400, "GET /health/live HTTP/1.1\r"),
                Arguments.of("a space in the target", 400, "GET /health /live HTTP/1.1"),
                Arguments.of("a zero byte before the method", 400, "\u0000GET /health/live HTTP/1.1"),
                Arguments.of("control bytes before the method", 400, "\u0001\u0002GET /health/live HTTP/1.1"),
                Arguments.of("a bare carriage return before the method", 400, "\rGET /health/live HTTP/1.1"),
                Arguments.of("a zero byte in the method", 400, "GE\u0000T /health/live HTTP/1.1"),
                Arguments.of("a separator in the method", 400, "GE(T /health/live HTTP/1.1"),
                Arguments.of("a control byte in the target", 400, "GET /health/live\u0001 HTTP/1.1"),
                Arguments.of("a byte above ASCII in the target", 400, "GET /health/l\u00efve HTTP/1.1"),
                Arguments.of("a fragment", 400, "GET /health/live#x HTTP/1.1"),
                Arguments.of("a target without a slash", 400, "GET health/live HTTP/1.1"),
                Arguments.of("an asterisk for a GET", 400, "GET * HTTP/1.1"),
                Arguments.of("CONNECT", 400, "CONNECT localhost:80 HTTP/1.1"),
                Arguments.of("CONNECT to a path", 405, "CONNECT /health/live HTTP/1.1"),
                Arguments.of("TRACE", 405, "TRACE /health/live HTTP/1.1"),
                Arguments.of("another scheme", 400, "GET ftp://localhost/health/live HTTP/1.1"),
                Arguments.of("user information", 400, "GET http://me@localhost/health/live HTTP/1.1"),
                Arguments.of("an absolute target without a host", 400, "GET http:///health/live HTTP/1.1"),
                Arguments.of("a stranger's host", 421, "GET http://evil.example/health/live HTTP/1.1"),
                Arguments.of("no method", 400, "/health/live HTTP/1.1"),
                Arguments.of("no target", 400, "GET HTTP/1.1"),
                Arguments.of("a protocol of another name", 400, "GET /health/live ICY/1.1"),
                Arguments.of("a version in small letters", 400, "GET /health/live http/1.1"),
                Arguments.of("a version of three digits", 400, "GET /health/live HTTP/1.10"),
                Arguments.of("HTTP/2", 505, "GET /health/live HTTP/2.0"),
                Arguments.of("HTTP/2 as it begins", 505, "PRI * HTTP/2.0"));
    }

    /** Whatever the line is refused for, nothing of it is repaired: the answer is a problem, and no page is shown. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("requestLines")
    void aRequestLineIsTakenAsItIsOrNotAtAll(String name, int status, String line) throws IOException {
        RawHttpClient.Answer answer =
                RawHttpClient.exchange(gateway.port(), line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer.status()).as(name).isEqualTo(status);
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
        assertThat(answer.header("connection")).isEqualTo("close");
    }

    /** RFC 9112 section 2.2 has a server read over them. */
    @Test
    void emptyLinesBeforeARequestLineAreReadOver() throws IOException {
        String live = RawHttpClient.head("GET /health/live") + "\r\n";
        try (RawHttpClient client = new RawHttpClient(gateway.port())) {
            client.send("\r\n" + live + "\r\n\r\n" + live);

            assertThat(client.read().status()).isEqualTo(200);
            assertThat(client.read().status()).isEqualTo(200);
        }
    }
}
