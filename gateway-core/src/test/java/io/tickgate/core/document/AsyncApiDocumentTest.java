package io.tickgate.core.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.e2e.Json;
import io.tickgate.protocol.codec.MessageReader;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.CloseCode;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** asyncapi.yaml names what the code has, no more and no less: commands, messages, their fields and limits, errors, close codes. */
class AsyncApiDocumentTest {
    static final List<String> COMMANDS = ClientMessage.TYPES;

    private static final Path VECTORS = Path.of("..", "gateway-protocol", "src", "test", "resources", "vectors");
    private static final MessageReader READER = new MessageReader(WireLimits.DEFAULT);
    /** In the vectors a publication is a quote, since its type is its publisher's. */
    private static final String QUOTE = "quote";

    private static final String PUBLICATION = "publication";
    /** What the codec passes on as it is. A gateway that runs refuses it: see OpenApiTest. */
    private static final Set<String> OPAQUE = Set.of("data_points");

    private final ApiDocument document = ApiDocument.read("asyncapi");

    private Map<String, Object> payload(String message) {
        return document.at("components", "messages", message, "payload");
    }

    private Map<String, Object> firstExample(String message) {
        Map<String, Object> example = document.list(document.at("components", "messages", message), "examples")
                .get(0);
        return ApiDocument.map(example.get("payload"));
    }

    private static List<Map<String, Object>> vectors() throws IOException {
        String index = Files.readString(VECTORS.resolve("vectors.json"));
        return Json.children(Json.object("{\"all\":" + index + "}"), "all");
    }

    private static String messageOf(Map<String, Object> vector) {
        String type = (String) vector.get("type");
        return type.equals(QUOTE) ? PUBLICATION : type;
    }

    /** The names of the messages that a list refers to. */
    private static List<String> referred(Object list) {
        List<String> names = new ArrayList<>();
        for (Object reference : (List<?>) list) {
            String path = (String) ApiDocument.map(reference).get("$ref");
            names.add(path.substring(path.lastIndexOf('/') + 1));
        }
        return names;
    }

    @Test
    void everyCommandIsAnOperationWithItsAnswer() {
        Map<String, Object> operations = document.at("operations");
        Set<String> commands = new HashSet<>();
        operations.forEach((name, content) -> {
            Map<String, Object> operation = ApiDocument.map(content);
            if (operation.get("action").equals("receive")) {
                commands.add(name);
                assertThat(referred(operation.get("messages"))).containsExactly(name);
                assertThat(referred(document.child(operation, "reply").get("messages")))
                        .hasSize(2)
                        .contains("error");
            }
        });

        assertThat(commands).containsExactlyInAnyOrderElementsOf(COMMANDS);
    }

    @Test
    void everyMessageOfTheGatewayIsAnAnswerOrComesUnasked() throws IOException {
        Set<String> sent = new HashSet<>();
        document.at("operations").forEach((name, content) -> {
            Map<String, Object> operation = ApiDocument.map(content);
            boolean receives = operation.get("action").equals("receive");
            sent.addAll(referred((receives ? document.child(operation, "reply") : operation).get("messages")));
        });
        Set<String> written = new HashSet<>();
        for (Map<String, Object> vector : vectors()) {
            if (vector.get("direction").equals("server")) {
                written.add(messageOf(vector));
            }
        }

        assertThat(sent).isEqualTo(written);
        Set<String> all = new HashSet<>(sent);
        all.addAll(COMMANDS);
        assertThat(document.at("components", "messages").keySet()).isEqualTo(all);
        assertThat(document.at("channels", "gateway", "messages").keySet()).isEqualTo(all);
    }

    /** Those that HTTP alone answers with come after internal_error. */
    @Test
    void everyErrorOfTheWireHasItsCode() {
        List<String> codes = Arrays.stream(ErrorCode.values())
                .filter(code -> code.compareTo(ErrorCode.INTERNAL_ERROR) <= 0)
                .map(ErrorCode::wireName)
                .toList();

        assertThat(document.at("components", "schemas", "ErrorCode")).containsEntry("enum", codes);
    }

    @Test
    void everyCloseCodeSaysWhetherToComeBack() {
        List<List<Object>> told = new ArrayList<>();
        for (Map<String, Object> code : document.list(document.at("channels", "gateway"), "x-close-codes")) {
            told.add(List.of(code.get("code"), code.get("name"), code.get("reconnect")));
            assertThat((String) code.get("description")).isNotEmpty();
        }
        List<List<Object>> known = new ArrayList<>();
        for (CloseCode code : CloseCode.values()) {
            known.add(List.of(code.code(), code.label(), code.clientShouldReconnect()));
        }

        assertThat(told).isEqualTo(known);
    }

    /** In both directions: no field of the golden wire is unknown, and none is told that neither it nor an example has. */
    @Test
    void everyFieldOfTheGoldenWireIsDescribedAndNoOther() throws IOException {
        // The bodies of modules in the vectors are parts of what a gateway writes.
        SchemaCheck check = new SchemaCheck(document).requiringTo(1);
        for (Map<String, Object> vector : vectors()) {
            String json = Files.readString(VECTORS.resolve(vector.get("name") + ".json"));
            assertThat(check.faults(payload(messageOf(vector)), Json.object(json)))
                    .as(json)
                    .isEmpty();
        }

        for (String message : document.at("components", "messages").keySet()) {
            for (Map<String, Object> example :
                    document.list(document.at("components", "messages", message), "examples")) {
                check.faults(payload(message), example.get("payload"));
            }
        }
        for (String message : document.at("components", "messages").keySet()) {
            assertThat(check.unmet(payload(message))).as(message).isEmpty();
        }
    }

    @Test
    void everyExampleIsReadByTheCodecAndFitsItsSchema() throws WireException {
        SchemaCheck check = new SchemaCheck(document);
        for (String message : document.at("components", "messages").keySet()) {
            List<Map<String, Object>> examples =
                    document.list(document.at("components", "messages", message), "examples");
            assertThat(examples).as(message).isNotEmpty();
            for (Map<String, Object> example : examples) {
                byte[] json = ApiDocument.json(example.get("payload")).getBytes(StandardCharsets.UTF_8);
                if (COMMANDS.contains(message)) {
                    assertThat(READER.readCommand(WireFormat.JSON, json, 0, json.length)
                                    .type())
                            .isEqualTo(message);
                } else {
                    String type = READER.readServer(WireFormat.JSON, json, 0, json.length)
                            .type();
                    assertThat(type).isEqualTo(message.equals(PUBLICATION) ? QUOTE : message);
                }
                assertThat(check.faults(payload(message), example.get("payload")))
                        .as(message)
                        .isEmpty();
            }
        }
    }

    /** At the limit it is read, and one beyond it is refused by the field's name. */
    @ParameterizedTest
    @FieldSource("COMMANDS")
    void everyLimitIsThatOfTheCodec(String command) {
        Map<String, Object> example = firstExample(command);
        document.child(payload(command), "properties").forEach((field, content) -> {
            if (!field.equals("type") && !OPAQUE.contains(field)) {
                requireLimits(example, List.of(field), document.resolve(ApiDocument.map(content)));
            }
        });
    }

    @Test
    void everyLimitOfAnOptionIsThatOfTheCodec() {
        Map<String, Object> example = firstExample("subscribe");
        document.child(document.at("components", "schemas", "Options"), "properties")
                .forEach((option, content) ->
                        requireLimits(example, List.of("options", option), document.resolve(ApiDocument.map(content))));
        document.child(document.at("components", "schemas", "Rewind"), "properties")
                .forEach((field, content) -> requireLimits(
                        example, List.of("options", "rewind", field), document.resolve(ApiDocument.map(content))));
    }

    private void requireLimits(Map<String, Object> example, List<String> path, Map<String, Object> schema) {
        for (Object way : (List<?>) schema.getOrDefault("oneOf", List.of())) {
            requireLimits(example, path, ApiDocument.map(way));
        }
        Limits limits = Limits.of(schema, path.get(path.size() - 1));
        limits.within()
                .forEach(value -> assertThat(refusal(example, path, value))
                        .as("%s %s", path, brief(value))
                        .isNull());
        limits.beyond()
                .forEach(value -> assertThat(refusal(example, path, value))
                        .as("%s %s", path, brief(value))
                        .startsWith(path.get(0)));
    }

    private static String brief(Object value) {
        String text = String.valueOf(value);
        return text.length() > 80 ? text.substring(0, 80) : text;
    }

    /** The field that the codec finds at fault, or null when it reads the command. */
    private static String refusal(Map<String, Object> example, List<String> path, Object value) {
        Map<String, Object> command = new LinkedHashMap<>(example);
        if (path.get(0).equals("channels")) {
            command.remove("channel");
        }
        Object inner = value;
        for (int i = path.size() - 1; i > 0; i--) {
            inner = Map.of(path.get(i), inner);
        }
        command.put(path.get(0), inner);
        byte[] json = ApiDocument.json(command).getBytes(StandardCharsets.UTF_8);
        try {
            READER.readCommand(WireFormat.JSON, json, 0, json.length);
            return null;
        } catch (WireException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.INVALID_FIELD);
            return e.field();
        }
    }
}
