package io.tickgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The operator's commands against a real gateway, over its Unix socket. */
@Timeout(60)
class AdminCommandsTest {
    private static final Pattern ID = Pattern.compile("\"connection_id\":\"([^\"]+)\"");

    @TempDir
    private Path directory = Path.of("");

    private @Nullable TestGateway gateway;
    private String admin = "";

    @BeforeEach
    void start() throws Exception {
        admin = "unix:" + directory.resolve("admin.sock");
        gateway = TestGateway.start("admin.listen", admin);
    }

    @AfterEach
    void stop() {
        if (gateway != null) {
            gateway.close();
        }
    }

    private CommandRun run(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--admin";
        all[arguments.length + 1] = admin;
        return CommandRun.of(all);
    }

    private Client connect(String query) throws Exception {
        Client client = new Client();
        HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(
                        URI.create("ws://localhost:"
                                + Objects.requireNonNull(gateway).port() + "/api/v1/websocket/ws" + query),
                        client)
                .get();
        Matcher welcome = ID.matcher(client.messages.poll(20, TimeUnit.SECONDS));
        assertThat(welcome.find()).isTrue();
        client.id = welcome.group(1);
        return client;
    }

    @Test
    void connectionsAreATableOrLinesOfJson() throws Exception {
        Client alice = connect("?user_id=alice");
        connect("?user_id=bob");

        CommandRun table = run("connections");
        CommandRun json = run("connections", "--user", "alice", "--json");
        CommandRun one = run("connections", alice.id, "--json");

        assertThat(table.exitCode()).as(table.err()).isZero();
        assertThat(table.out().lines())
                .hasSize(3)
                .first()
                .asString()
                .startsWith("connection_id")
                .contains("queued_bytes");
        assertThat(table.out()).contains(alice.id, "alice", "bob", "127.0.0.1");
        assertThat(json.out().lines()).singleElement().asString().contains(alice.id, "\"user_id\":\"alice\"");
        assertThat(one.out()).contains("\"channels\":[]");
        assertThat(run("connections", "--limit", "1").out()).contains("... and more: --limit");
    }

    @Test
    void channelsAreATableOrLinesOfJson() {
        Objects.requireNonNull(gateway).publish("market_data:A", "{\"n\":1}");

        assertThat(run("channels", "market_data:").out().lines())
                .hasSize(2)
                .last()
                .asString()
                .startsWith("market_data:A")
                .contains("state");
        assertThat(run("channels", "market_data:", "--json").out().strip())
                .startsWith("{\"channel\":\"market_data:A\"")
                .endsWith("}");
    }

    @Test
    void whoIsKickedIsToldWhy() throws Exception {
        Client one = connect("");
        Client alice = connect("?user_id=alice");
        Client twin = connect("?user_id=alice");

        CommandRun byId = run("kick", one.id, "--reason", "please update");
        CommandRun byUser = run("kick", "--user", "alice", "--json");

        assertThat(byId.out().strip()).isEqualTo("disconnected " + one.id);
        assertThat(one.end()).isEqualTo("4502 disconnected by an operator: please update");
        assertThat(byUser.out().strip()).isEqualTo("{\"disconnected\":2}");
        assertThat(List.of(alice.end(), twin.end())).containsOnly("4502 disconnected by an operator");
        CommandRun again = run("kick", one.id);
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).contains("refused: not_found").hasLineCount(1);
    }

    @Test
    void aListenerThatIsNotThereIsSaidInOneLine() {
        for (String where : List.of("unix:" + directory.resolve("none.sock"), "http://localhost:1")) {
            CommandRun run = CommandRun.of("connections", "--admin", where);

            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(run.err())
                    .startsWith("gateway: cannot reach the admin listener at " + where)
                    .contains("admin.listen")
                    .hasLineCount(1);
        }
    }

    @Test
    void aSecondGatewayDoesNotTakeTheSocketOfTheFirst() {
        CommandRun run =
                CommandRun.of("serve", "--port", "0", "--set", "server.warm-up=0s", "--set", "admin.listen=" + admin);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("admin.listen: ", "is in use").hasLineCount(1);
        assertThat(run("connections").exitCode()).isZero();
    }

    private static final class Client implements WebSocket.Listener {
        private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        private final CompletableFuture<String> closed = new CompletableFuture<>();
        private final StringBuilder message = new StringBuilder();
        private String id = "";

        String end() throws Exception {
            return closed.get(20, TimeUnit.SECONDS);
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            message.append(data);
            if (last) {
                messages.add(message.toString());
                message.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete((code + " " + reason).strip());
            return null;
        }
    }
}
