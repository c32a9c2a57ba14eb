package io.tickgate.core.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class KeyUrlTest {
    private static final int GIVE_UP_MILLIS = 8_000;

    @Test
    void anAnswerThatStallsBehindItsHeadLosesItsConnection() throws Exception {
        try (ServerSocket issuer = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            issuer.setSoTimeout(GIVE_UP_MILLIS);
            URI url = URI.create("http://127.0.0.1:" + issuer.getLocalPort() + "/keys");
            KeyUrl keys = new KeyUrl(url, Duration.ofMillis(500), 1 << 10, Runnable::run);

            CompletableFuture<String> answer = keys.fetch();
            try (Socket connection = issuer.accept()) {
                connection.setSoTimeout(GIVE_UP_MILLIS);
                connection
                        .getOutputStream()
                        .write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".getBytes(StandardCharsets.US_ASCII));

                readToTheEnd(connection.getInputStream());
            }

            assertThatThrownBy(answer::get).isInstanceOf(ExecutionException.class);
        }
    }

    /** Fails with a time-out when the other side does not end it. */
    private static void readToTheEnd(InputStream in) throws Exception {
        try {
            assertThat(in.readAllBytes()).startsWith("GET /keys ".getBytes(StandardCharsets.US_ASCII));
        } catch (SocketException e) {
            assertThat(e).hasMessageContaining("reset");
        }
    }
}
