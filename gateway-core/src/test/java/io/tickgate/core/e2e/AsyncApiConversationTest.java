package io.tickgate.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.document.ApiDocument;
import io.tickgate.core.document.SchemaCheck;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Says to a gateway what asyncapi.yaml says that one may say, in its order, and holds every answer to it. */
@Timeout(60)
class AsyncApiConversationTest {
    private final ApiDocument document = ApiDocument.read("asyncapi");
    private final SchemaCheck check = new SchemaCheck(document);
    private final Set<String> heardOf = new HashSet<>();

    @Test
    void everyExampleIsAnsweredAsTheDocumentSays() {
        try (TestGateway gateway = TestGateway.start(
                Wiring.EPOLL_TWO_LOOPS,
                "channels.market_data.indexed",
                "symbol,volume,halted",
                "channels.market_data.views",
                "lite",
                "channels.market_data.views.lite",
                "symbol,last")) {
            String token = (String) welcome(gateway.unopened(0)).get("resume_token");
            RawWebSocket client = gateway.unopened(0);
            welcome(client);

            document.at("operations").forEach((command, content) -> {
                Map<String, Object> operation = ApiDocument.map(content);
                if (operation.get("action").equals("receive")) {
                    document.list(document.at("components", "messages", command), "examples")
                            .forEach(example -> converse(client, operation, example, token));
                }
            });
        }
    }

    private Map<String, Object> welcome(RawWebSocket client) {
        assertThat(client.handshakeWith("user_id=u1").status()).isEqualTo(101);
        Map<String, Object> welcome = read(client);
        assertThat(welcome).containsEntry("type", "connection_established");
        return welcome;
    }

    private void converse(
            RawWebSocket client, Map<String, Object> operation, Map<String, Object> example, String token) {
        Map<String, Object> command = new HashMap<>(ApiDocument.map(example.get("payload")));
        if (command.get("type").equals("resume")) {
            command.put("token", token);
        }
        while (command.get("type").equals("ack") && !heardOf.contains(command.get("channel"))) {
            read(client);
        }
        client.text(ApiDocument.json(command));
        Map<String, Object> answer = read(client);
        while (!command.get("id").toString().equals(String.valueOf(answer.get("id")))) {
            answer = read(client);
        }
        String path = "#/channels/gateway/messages/" + answer.get("type");
        List<?> replies = (List<?>) document.child(operation, "reply").get("messages");
        assertThat(replies.stream().map(reply -> ApiDocument.map(reply).get("$ref")))
                .as("%s", answer)
                .anyMatch(path::equals);
        // Nothing is asked for here, so that there is nobody to show a token to.
        boolean refused = command.get("type").equals("authenticate");
        assertThat(answer.get("code")).as("%s", answer).isEqualTo(refused ? "unavailable" : null);
    }

    private Map<String, Object> read(RawWebSocket client) {
        Map<String, Object> message = client.readJson();
        String type = (String) message.get("type");
        boolean known = document.at("components", "messages").containsKey(type);
        Map<String, Object> payload = document.at("components", "messages", known ? type : "publication", "payload");
        assertThat(check.faults(payload, message)).as("%s", message).isEmpty();
        if (message.containsKey("offset") && message.containsKey("server_time")) {
            heardOf.add((String) message.get("channel"));
        }
        return message;
    }
}
