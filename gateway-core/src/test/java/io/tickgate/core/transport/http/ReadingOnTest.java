package io.tickgate.core.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.Gateway;
import io.tickgate.core.config.ConfigLoader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A connection whose requests come in several pieces, each after the gateway has drained the socket. */
@Timeout(20)
class ReadingOnTest {
    private static final String LIVE = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String BODY = "{\"channel\":\"notifications\",\"message\":{}}";
    private static final String POST = "POST /api/v1/websocket/broadcast HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Type: application/json\r\nContent-Length: " + BODY.length() + "\r\nExpect: 100-continue\r\n\r\n";

    private Gateway gateway;
    private Socket socket;
    private BufferedReader answers;

    @BeforeEach
    void connect() throws IOException {
        gateway = Gateway.start(ConfigLoader.load(null, Map.of(), Map.of("server.port", "0")));
        socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), gateway.port());
        socket.setTcpNoDelay(true);
        answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    @AfterEach
    void disconnect() throws IOException {
        socket.close();
        gateway.close();
    }

    @Test
    void theNextRequestOfAConnectionIsAnswered() throws IOException {
        for (int i = 0; i < 3; i++) {
            send(LIVE);

            assertThat(answer()).isEqualTo("HTTP/1.1 200 OK");
        }
    }

    @Test
    void aBodyThatComesAfterItsHeadIsRead() throws IOException {
        send(POST);
        // The gateway has read the head, and waits, when it asks for the body.
        assertThat(answers.readLine()).isEqualTo("HTTP/1.1 100 Continue");
        assertThat(answers.readLine()).isEmpty();

        send(BODY);

        assertThat(answer()).isEqualTo("HTTP/1.1 200 OK");
    }

    @Test
    void aRequestThatComesByteByByteIsAnswered() throws IOException {
        for (int i = 0; i < LIVE.length(); i++) {
            send(LIVE.substring(i, i + 1));
        }

        assertThat(answer()).isEqualTo("HTTP/1.1 200 OK");
    }

    private void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** The first line of an answer, which is read to its end. */
    private String answer() throws IOException {
        String first = answers.readLine();
        int length = 0;
        for (String line = answers.readLine(); line != null && !line.isEmpty(); line = answers.readLine()) {
            if (line.startsWith("content-length: ")) {
                length = Integer.parseInt(line.substring("content-length: ".length()));
            }
        }
        for (int i = 0; i < length; i++) {
            answers.read();
        }
        return first;
    }
}
