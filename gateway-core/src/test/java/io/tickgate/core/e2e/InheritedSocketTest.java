package io.tickgate.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Socket;
import io.tickgate.core.Gateway;
import io.tickgate.core.config.ConfigException;
import io.tickgate.core.config.GatewayConfig;
import io.tickgate.core.transport.http.RawHttpClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A gateway on sockets that somebody opened for it. */
class InheritedSocketTest {
    @BeforeEach
    void needsEpoll() {
        assumeTrue(Epoll.isAvailable(), "epoll is not available here: handing over a socket is NOT tested");
    }

    private static Socket listening(InetAddress address) throws IOException {
        Socket socket = Socket.newSocketStream();
        socket.bind(new InetSocketAddress(address, 0));
        socket.listen(100);
        return socket;
    }

    private static Gateway start(Socket socket, String... settings) throws IOException {
        // A port of its own would be refused: somebody listens there.
        Map<String, String> all = new HashMap<>(
                Map.of("server.port", Integer.toString(socket.localAddress().getPort()), "timeouts.shutdown", "0s"));
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        return Gateway.start(GatewayConfig.of(all), List.of(socket.intValue()));
    }

    @Test
    void itServesManyConnectionsOnItAndClosesItWithItself() throws Exception {
        Socket socket = listening(InetAddress.getLoopbackAddress());
        int port = socket.localAddress().getPort();
        List<RawHttpClient> waiting = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            waiting.add(new RawHttpClient(port)
                    .send(RawHttpClient.head("GET /health/ready", "Connection: close") + "\r\n"));
        }

        try (Gateway gateway = start(socket)) {
            assertThat(gateway.port()).isEqualTo(port);
            for (RawHttpClient client : waiting) {
                assertThat(client.read().status()).isEqualTo(200);
                client.close();
            }
            try (RawWebSocket later = new RawWebSocket(port, 0)) {
                later.open().requireQuiet();
            }
        }

        assertThatThrownBy(() -> RawHttpClient.get(port, "/health/live")).isInstanceOf(IOException.class);
    }

    @Test
    void oneThatStrangersReachIsRefusedWhereNobodySaidThatTheyMay() throws Exception {
        Socket open = listening(InetAddress.getByAddress(new byte[4]));

        assertThatThrownBy(() -> start(open))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("auth.mode: the socket that was handed over listens on");

        try (Gateway gateway = start(open, "auth.mode", "open")) {
            assertThat(RawHttpClient.get(gateway.port(), "/health/live").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void nioCannotTakeItOver() throws Exception {
        Socket socket = listening(InetAddress.getLoopbackAddress());

        assertThatThrownBy(() -> start(socket, "server.transport", "nio"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("server.transport: nio cannot take over a socket");
        socket.close();
    }

    @Test
    void whatIsNoSocketIsSaid() {
        assertThatThrownBy(() -> Gateway.start(GatewayConfig.DEFAULT, List.of(9999)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("descriptor 9999 is no TCP socket");
    }
}
