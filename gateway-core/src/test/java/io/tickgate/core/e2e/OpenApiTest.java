package io.tickgate.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.document.ApiDocument;
import io.tickgate.core.document.OperationCall;
import io.tickgate.core.document.SchemaCheck;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Asks a gateway what the OpenAPI documents say that one may ask, with their examples, and holds every answer to them. */
@Timeout(60)
class OpenApiTest {
    private static final String PROBLEM = "application/problem+json";
    private static final String CHANNEL = "market_data:0700.HK";

    /** Needs an upgrade. */
    private static final String WEBSOCKET = "openWebSocket";
    /** Needs the log of a command line: AdminCommandsTest. */
    private static final String LOG_LEVEL = "setLogLevel";
    /** The last thing that one may ask. */
    private static final String DRAIN = "drain";

    /** Sends one request. */
    private interface Asker {
        HttpAnswer ask(String method, String target, String type, String body);
    }

    @TempDir
    private Path directory = Path.of("");

    private TestGateway gateway;
    private AdminClient admin;

    @BeforeEach
    void start() {
        gateway = TestGateway.start(
                Wiring.EPOLL_TWO_LOOPS,
                "admin.listen",
                "unix:" + directory.resolve("admin.sock"),
                "drain.window",
                "0s");
        admin = new AdminClient(UnixDomainSocketAddress.of(directory.resolve("admin.sock")));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private HttpAnswer publicly(String method, String target, String type, String body) {
        HttpResponse<String> response = type.isEmpty()
                ? gateway.request(method, target, body)
                : gateway.request(method, target, body, "Content-Type", type);
        List<String> headers = new ArrayList<>();
        response.headers().map().forEach((name, values) -> headers.add(name + ": " + values.get(0)));
        return new HttpAnswer(response.statusCode(), headers, response.body());
    }

    private HttpAnswer asOperator(String method, String target, String type, String body) {
        return admin.request(method + " " + target, body);
    }

    @Test
    void everyExampleOfThePublicDocumentIsAnsweredAsItSays() {
        ApiDocument document = ApiDocument.read("openapi");
        Scene scene = new Scene(document, this::publicly);

        scene.askAll(List.of("POST", "PUT", "GET", "DELETE"), Set.of(WEBSOCKET), call -> Map.of());

        scene.requireEverySuccess(Set.of(WEBSOCKET));
        scene.requireEveryPropertyMet();
    }

    @Test
    void everyExampleOfTheAdminDocumentIsAnsweredAsItSays() {
        gateway.broadcast(CHANNEL, "{\"type\":\"quote\",\"last\":355.0}");
        ApiDocument document = ApiDocument.read("admin-openapi");
        Scene scene = new Scene(document, this::asOperator);

        scene.askAll(List.of("GET", "PUT", "POST", "DELETE"), Set.of(DRAIN, LOG_LEVEL), call -> Map.of("id", alice()));
        scene.askAll(List.of("POST"), scene.allBut(DRAIN), call -> Map.of());

        scene.requireEverySuccess(Set.of(LOG_LEVEL));
    }

    /** Somebody who is connected and subscribed. */
    private String alice() {
        RawWebSocket client = gateway.unopened(0);
        assertThat(client.handshakeWith("user_id=alice&client_id=desk").status())
                .isEqualTo(101);
        String id = (String) client.readJson().get("connection_id");
        client.ask("{\"type\":\"subscribe\",\"channel\":\"" + CHANNEL + "\"}");
        return id;
    }

    @Test
    void whatIsWrongIsRefusedAsTheDocumentSays() {
        ApiDocument document = ApiDocument.read("openapi");
        Scene scene = new Scene(document, this::publicly);
        for (OperationCall call : OperationCall.of(document)) {
            if (call.id().equals(WEBSOCKET)) {
                assertThat(scene.requireProblem(call, publicly("GET", call.path(), "", ""), 426))
                        .containsEntry("code", "upgrade_required");
                continue;
            }
            String target = call.target(Map.of());
            if (!call.bodyType().isEmpty()) {
                scene.requireProblem(call, publicly(call.method(), target, "text/plain", "{}"), 415);
            }
            if (call.bodyType().equals("application/json")) {
                scene.requireProblem(call, publicly(call.method(), target, "application/json", "{"), 400);
                scene.requireProblem(call, publicly(call.method(), target, "application/json", "[]"), 422);
            }
            for (Map<String, Object> parameter : call.parameters()) {
                Map<String, Object> schema = document.child(parameter, "schema");
                if (schema.get("maximum") instanceof Integer most) {
                    String beyond = call.target(Map.of((String) parameter.get("name"), Integer.toString(most + 1)));
                    scene.requireProblem(call, publicly(call.method(), beyond, "", ""), 422);
                }
            }
        }
        StringBuilder points = new StringBuilder("{\"data_points\":[");
        for (int i = 0; i <= 1000; i++) {
            points.append(i == 0 ? "" : ",")
                    .append("{\"timestamp\":")
                    .append(i)
                    .append(",\"data_type\":\"ohlcv\",\"value\":1}");
        }
        assertThat(publicly(
                                "POST",
                                "/api/v1/websocket/charts/X/points",
                                "application/json",
                                points.append("]}").toString())
                        .status())
                .isEqualTo(422);
    }

    /** One document and what was asked by it. */
    private static final class Scene {
        private final ApiDocument document;
        private final Asker asker;
        private final SchemaCheck check;
        private final Set<String> seen = new HashSet<>();

        Scene(ApiDocument document, Asker asker) {
            this.document = document;
            this.asker = asker;
            this.check = new SchemaCheck(document);
        }

        Set<String> allBut(String id) {
            Set<String> others = new HashSet<>();
            OperationCall.of(document).forEach(call -> others.add(call.id()));
            others.remove(id);
            return others;
        }

        void askAll(List<String> methods, Set<String> without, Function<OperationCall, Map<String, String>> variables) {
            OperationCall.of(document).stream()
                    .filter(call -> !without.contains(call.id()) && methods.contains(call.method()))
                    .sorted(Comparator.comparing(call -> methods.indexOf(call.method())))
                    .forEach(call -> call.examples().forEach(body -> ask(call, variables.apply(call), body)));
        }

        private void ask(OperationCall call, Map<String, String> variables, String body) {
            HttpAnswer answer = asker.ask(call.method(), call.target(variables), call.bodyType(), body);
            assertThat(answer.status() / 100).as("%s %s", call, answer).isEqualTo(2);
            Map<String, Object> response = requireAnswer(call, answer);
            seen.add(call.id() + " " + answer.status());
            requireExample(call, response);
        }

        /** @return what the document says of it */
        private Map<String, Object> requireAnswer(OperationCall call, HttpAnswer answer) {
            Map<String, Object> response = call.response(answer.status());
            assertThat(response).as("%s %s", call, answer).isNotNull();
            document.child(response, "headers")
                    .keySet()
                    .forEach(header -> assertThat(answer.header(header))
                            .as("%s of %s", header, call)
                            .isNotNull());
            Map<String, Object> content = document.child(response, "content");
            if (!content.isEmpty()) {
                String type = answer.header("content-type");
                String essence = type.contains(";") ? type.substring(0, type.indexOf(';')) : type;
                assertThat(content).as("%s", call).containsKey(essence);
                Map<String, Object> schema = document.child(ApiDocument.map(content.get(essence)), "schema");
                boolean isJson = essence.endsWith("json");
                assertThat(check.faults(schema, isJson ? answer.json() : answer.body()))
                        .as("%s %s", call, answer)
                        .isEmpty();
            }
            return response;
        }

        /** Of the answer, and of the body. */
        private void requireExample(OperationCall call, Map<String, Object> response) {
            document.child(response, "content").values().forEach(content -> {
                Map<String, Object> said = ApiDocument.map(content);
                if (said.containsKey("example")) {
                    assertThat(check.faults(document.child(said, "schema"), said.get("example")))
                            .as("%s", call)
                            .isEmpty();
                }
            });
            call.bodies().values().forEach(content -> {
                Map<String, Object> said = ApiDocument.map(content);
                document.child(said, "examples")
                        .values()
                        .forEach(example -> assertThat(check.faults(
                                        document.child(said, "schema"),
                                        ApiDocument.map(example).get("value")))
                                .as("%s", call)
                                .isEmpty());
            });
        }

        Map<String, Object> requireProblem(OperationCall call, HttpAnswer answer, int status) {
            assertThat(answer.status()).as("%s %s", call, answer).isEqualTo(status);
            assertThat(answer.header("content-type")).isEqualTo(PROBLEM);
            requireAnswer(call, answer);
            Map<String, Object> problem = answer.json();
            Map<?, ?> statuses = (Map<?, ?>)
                    document.at("components", "schemas", "ErrorCode").get("x-status");
            assertThat(statuses.get(problem.get("code"))).isEqualTo(status);
            return problem;
        }

        void requireEverySuccess(Set<String> without) {
            Set<String> said = new HashSet<>();
            for (OperationCall call : OperationCall.of(document)) {
                for (String status :
                        document.child(call.operation(), "responses").keySet()) {
                    if (status.startsWith("2") && !without.contains(call.id())) {
                        said.add(call.id() + " " + status);
                    }
                }
            }
            assertThat(seen).isEqualTo(said);
        }

        void requireEveryPropertyMet() {
            document.at("components", "schemas").forEach((name, schema) -> {
                if (!name.equals("Problem")) {
                    assertThat(check.unmet(ApiDocument.map(schema))).as(name).isEmpty();
                }
            });
        }
    }
}
