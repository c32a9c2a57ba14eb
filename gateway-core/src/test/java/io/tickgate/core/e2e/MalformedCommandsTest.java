package io.tickgate.core.e2e;

import static io.tickgate.core.transport.websocket.ClientFrames.FIN;
import static io.tickgate.core.transport.websocket.ClientFrames.TEXT;
import static io.tickgate.core.transport.websocket.ClientFrames.binary;
import static io.tickgate.core.transport.websocket.ClientFrames.bytes;
import static io.tickgate.core.transport.websocket.ClientFrames.frame;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every error is told by its code, and the connection that made it lives on: all tests share one connection. */
class MalformedCommandsTest {
    private static TestGateway gateway;
    private static RawWebSocket client;

    @BeforeAll
    static void start() {
        gateway = TestGateway.start(Wiring.EPOLL_TWO_LOOPS);
        client = gateway.client();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    static Stream<String> notJson() {
        return Stream.of(
                "",
                " ",
                "{oops",
                "{\"type\":\"ping\"",
                "{\"type\":\"ping\"}{\"type\":\"ping\"}",
                "{\"type\":\"ping\"} []",
                "{\"type\":\"ping\"},",
                "{\"type\":\"ping\",}",
                "{'type':'ping'}",
                "{type:\"ping\"}",
                "{\"type\":\"ping\",\"x\":NaN}",
                "{\"type\":\"ping\",\"x\":Infinity}",
                "{\"type\":\"ping\",\"x\":-Infinity}",
                "{\"type\":\"ping\",\"x\":01}",
                "{\"type\":\"ping\",\"x\":+1}",
                "{\"type\":\"ping\",\"x\":1.}",
                "{\"type\":\"ping\",\"x\":tru}",
                "{\"type\":\"ping\",\"x\":\"\t\"}",
                "{\"type\":\"ping\",\"x\":\"\\x\"}",
                "{\"type\":\"ping\"} // comment",
                "\uFEFF{\"type\":\"ping\"}",
                "{\"type\":\"ping\",\"x\":" + nested(64) + "}");
    }

    @ParameterizedTest
    @MethodSource("notJson")
    void whatIsNotOneJsonDocumentIsInvalidJson(String text) {
        Map<String, Object> error = client.ask(text);

        assertThat(error)
                .containsEntry("type", "error")
                .containsEntry("code", "invalid_json")
                .containsKeys("error", "timestamp")
                .doesNotContainKeys("id", "field");
        client.requireQuiet();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[{\"type\":\"ping\"}]", "\"ping\"", "42", "null", "true"})
    void whatIsNoObjectIsAnInvalidMessage(String text) {
        assertThat(client.ask(text)).containsEntry("type", "error").containsEntry("code", "invalid_message");
        client.requireQuiet();
    }

    static Stream<Arguments> faultyFields() {
        return Stream.of(
                faulty("{}", "missing_field", "type", null),
                faulty("{\"id\":1}", "missing_field", "type", 1L),
                faulty("{\"type\":null,\"id\":1}", "invalid_field", "type", 1L),
                faulty("{\"type\":7,\"id\":\"a\"}", "invalid_field", "type", "a"),
                faulty("{\"type\":[],\"id\":\"a\"}", "invalid_field", "type", "a"),
                faulty("{\"type\":\"\",\"id\":1}", "unknown_type", null, 1L),
                faulty("{\"type\":\"nope\",\"id\":1}", "unknown_type", null, 1L),
                faulty("{\"type\":\"PING\",\"id\":1}", "unknown_type", null, 1L),
                faulty("{\"type\":\"ping\",\"type\":\"ping\",\"id\":1}", "invalid_json", "type", 1L),
                faulty("{\"type\":\"ping\",\"id\":1,\"id\":1}", "invalid_json", "id", 1L),
                faulty("{\"type\":\"ping\",\"id\":\"\"}", "invalid_field", "id", null),
                faulty("{\"type\":\"ping\",\"id\":\"" + "x".repeat(65) + "\"}", "invalid_field", "id", null),
                faulty("{\"type\":\"ping\",\"id\":-1}", "invalid_field", "id", null),
                faulty("{\"type\":\"ping\",\"id\":1.5}", "invalid_field", "id", null),
                faulty("{\"type\":\"ping\",\"id\":9007199254740992}", "invalid_field", "id", null),
                faulty("{\"type\":\"ping\",\"id\":null}", "invalid_field", "id", null),
                faulty("{\"type\":\"ping\",\"id\":true}", "invalid_field", "id", null),
                faulty("{\"type\":\"ping\",\"id\":{}}", "invalid_field", "id", null),
                faulty("{\"type\":\"ping\",\"t0\":-1,\"id\":1}", "invalid_field", "t0", 1L),
                faulty("{\"type\":\"ping\",\"t0\":9007199254740992,\"id\":1}", "invalid_field", "t0", 1L),
                faulty("{\"type\":\"ping\",\"t0\":1.5,\"id\":1}", "invalid_field", "t0", 1L),
                faulty("{\"type\":\"ping\",\"t0\":\"1\",\"id\":1}", "invalid_field", "t0", 1L),
                faulty("{\"type\":\"ping\",\"t0\":[1],\"id\":1}", "invalid_field", "t0", 1L),
                faulty("{\"type\":\"set_channels\",\"id\":3}", "missing_field", "family", 3L),
                faulty(
                        "{\"type\":\"set_channels\",\"family\":7,\"channels\":[],\"id\":3}",
                        "invalid_field",
                        "family",
                        3L),
                faulty(setChannels("nope", "[]", ""), "unknown_channel", "family", 3L),
                faulty(setChannels("market_data:A", "[]", ""), "invalid_field", "family", 3L),
                faulty(
                        "{\"type\":\"set_channels\",\"family\":\"market_data\",\"id\":3}",
                        "missing_field",
                        "channels",
                        3L),
                faulty(setChannels("market_data", "null", ""), "invalid_field", "channels", 3L),
                faulty(setChannels("market_data", "{}", ""), "invalid_field", "channels", 3L),
                faulty(setChannels("market_data", "[\"market_data:A\",[]]", ""), "invalid_field", "channels[1]", 3L),
                faulty(
                        setChannels("market_data", "[\"market_data:A\",\"market_data\"]", ""),
                        "invalid_field",
                        "channels[1]",
                        3L),
                faulty(setChannels("market_data", "[\"notifications:A\"]", ""), "invalid_field", "channels[0]", 3L),
                faulty(setChannels("market_data", manyNames(501), ""), "invalid_field", "channels", 3L),
                faulty(
                        setChannels("market_data", "[]", ",\"options\":{\"snapshto\":true}"),
                        "invalid_field",
                        "options.snapshto",
                        3L),
                faulty(
                        setChannels("market_data", "[]", ",\"options\":{\"snapshot\":true,\"rewind\":{\"last\":1}}"),
                        "invalid_field",
                        "options.rewind",
                        3L),
                faulty(setChannels("market_data", "[]", ",\"ack\":1"), "invalid_field", "ack", 3L),
                faulty("{\"type\":\"resume\",\"subscriptions\":[],\"id\":3}", "missing_field", "token", 3L),
                faulty("{\"type\":\"resume\",\"token\":7,\"id\":3}", "invalid_field", "token", 3L),
                faulty("{\"type\":\"resume\",\"token\":\"\",\"id\":3}", "invalid_field", "token", 3L),
                faulty("{\"type\":\"resume\",\"token\":\"x\",\"id\":3}", "missing_field", "subscriptions", 3L),
                faulty(resume("{\"channel\":\"market_data\"}"), "resume_refused", "token", 3L),
                faulty(resume(""), "invalid_field", "subscriptions", 3L),
                faulty(resume("1"), "invalid_field", "subscriptions[0]", 3L),
                faulty(resume("{\"channel\":\"market_data\"},[{}]"), "invalid_field", "subscriptions[1]", 3L),
                faulty(resume("{}"), "invalid_field", "subscriptions[0].channel", 3L),
                faulty(resume("{\"channel\":null}"), "invalid_field", "subscriptions[0].channel", 3L),
                faulty(resume("{\"channel\":[[]]}"), "invalid_field", "subscriptions[0].channel", 3L),
                faulty(
                        resume("{\"channel\":\"a\"},{\"channel\":\"a\"}"),
                        "invalid_field",
                        "subscriptions[1].channel",
                        3L),
                faulty(
                        resume(
                                "{\"channel\":\"a\"},{\"channel\":\"b\"},{\"channel\":\"c\",\"since\":{\"epoch\":\"e\",\"offset\":-1}}"),
                        "invalid_field",
                        "subscriptions[2].since.offset",
                        3L),
                faulty(
                        resume("{\"channel\":\"a\",\"since\":{\"offset\":1}}"),
                        "invalid_field",
                        "subscriptions[0].since.epoch",
                        3L),
                faulty(
                        resume("{\"channel\":\"a\",\"since\":{\"epoch\":\"e\",\"offset\":1,\"user_offset\":1}}"),
                        "invalid_field",
                        "subscriptions[0].since.user_offset",
                        3L),
                faulty(
                        resume("{\"channel\":\"a\",\"options\":{\"snapshto\":true}}"),
                        "invalid_field",
                        "subscriptions[0].options.snapshto",
                        3L),
                faulty(
                        resume("{\"channel\":\"a\",\"options\":{\"snapshot\":true,\"rewind\":{\"last\":1}}}"),
                        "invalid_field",
                        "subscriptions[0].options.rewind",
                        3L),
                faulty(
                        resume(
                                "{\"channel\":\"a\",\"since\":{\"epoch\":\"e\",\"offset\":1},\"options\":{\"rewind\":{\"last\":1}}}"),
                        "invalid_field",
                        "subscriptions[0].options.rewind",
                        3L),
                faulty(resume("{\"channel\":\"a\",\"ack\":1}"), "invalid_field", "subscriptions[0].ack", 3L),
                faulty(resume("{\"channel\":\"a\",\"channel\":\"b\"}"), "invalid_json", "subscriptions[0].channel", 3L),
                faulty(
                        resume(String.join(",", Collections.nCopies(501, "{\"channel\":\"a\"}"))),
                        "invalid_field",
                        "subscriptions[1].channel",
                        3L),
                faulty(
                        resume(String.join(",", Collections.nCopies(501, "{}"))),
                        "invalid_field",
                        "subscriptions[0].channel",
                        3L),
                faulty(resume(manyRequests(501)), "invalid_field", "subscriptions", 3L),
                faulty("{\"type\":\"subscribe\",\"id\":3}", "missing_field", "channel", 3L),
                faulty("{\"type\":\"subscribe\",\"channel\":7,\"id\":3}", "invalid_field", "channel", 3L),
                faulty("{\"type\":\"subscribe\",\"channel\":null,\"id\":3}", "invalid_field", "channel", 3L),
                faulty(subscribe("\"\""), "invalid_field", "channel", 3L),
                faulty(subscribe("\"nope\""), "unknown_channel", "channel", 3L),
                faulty(subscribe("\"nope:x\""), "unknown_channel", "channel", 3L),
                faulty(subscribe("\"market_data:\""), "invalid_field", "channel", 3L),
                faulty(subscribe("\":x\""), "invalid_field", "channel", 3L),
                faulty(subscribe("\"market_data: x\""), "invalid_field", "channel", 3L),
                faulty(subscribe("\"market_data:\\u0000\""), "invalid_field", "channel", 3L),
                faulty(subscribe("\"market_data:\\ud800\""), "invalid_field", "channel", 3L),
                faulty(subscribe("\"market_data:" + "x".repeat(189) + "\""), "invalid_field", "channel", 3L),
                faulty(subscribeAll("[]"), "invalid_field", "channels", 3L),
                faulty(subscribeAll("\"market_data\""), "invalid_field", "channels", 3L),
                faulty(subscribeAll("[\"market_data\",1]"), "invalid_field", "channels[1]", 3L),
                faulty(subscribeAll("[\"market_data\",\"nope\"]"), "unknown_channel", "channels[1]", 3L),
                faulty(subscribeAll("[\"market_data:\"]"), "invalid_field", "channels[0]", 3L),
                faulty(subscribeAll(manyNames(501)), "invalid_field", "channels", 3L),
                faulty(
                        "{\"type\":\"subscribe\",\"channel\":\"market_data\",\"channels\":[\"market_data\"],\"id\":3}",
                        "invalid_field",
                        "channels",
                        3L),
                faulty(
                        "{\"type\":\"subscribe\",\"channel\":\"market_data\",\"since\":5,\"id\":3}",
                        "invalid_field",
                        "since",
                        3L),
                faulty(
                        "{\"type\":\"subscribe\",\"channel\":\"market_data\",\"since\":{\"epoch\":\"e\",\"offset\":-1},\"id\":3}",
                        "invalid_field",
                        "since.offset",
                        3L),
                faulty(
                        "{\"type\":\"subscribe\",\"channel\":\"market_data\",\"ack\":\"yes\",\"id\":3}",
                        "invalid_field",
                        "ack",
                        3L),
                faulty("{\"type\":\"unsubscribe\",\"id\":3}", "missing_field", "channel", 3L),
                faulty("{\"type\":\"unsubscribe\",\"channel\":\"nope\",\"id\":3}", "unknown_channel", "channel", 3L),
                faulty("{\"type\":\"subscribe_chart\",\"id\":3}", "missing_field", "symbol", 3L),
                faulty("{\"type\":\"subscribe_chart\",\"symbol\":\"\",\"id\":3}", "invalid_field", "symbol", 3L),
                faulty("{\"type\":\"subscribe_chart\",\"symbol\":\"a b\",\"id\":3}", "invalid_field", "symbol", 3L),
                faulty(
                        "{\"type\":\"subscribe_chart\",\"symbol\":\"" + "x".repeat(65) + "\",\"id\":3}",
                        "invalid_field",
                        "symbol",
                        3L),
                faulty("{\"type\":\"publish\",\"message\":{},\"id\":3}", "missing_field", "channel", 3L),
                faulty("{\"type\":\"publish\",\"channel\":\"market_data\",\"id\":3}", "missing_field", "message", 3L),
                faulty(publish("[]"), "invalid_field", "message", 3L),
                faulty(publish("\"text\""), "invalid_field", "message", 3L),
                faulty(publish("null"), "invalid_field", "message", 3L),
                faulty(
                        "{\"type\":\"publish\",\"channel\":\"nope\",\"message\":{},\"id\":3}",
                        "unknown_channel",
                        "channel",
                        3L),
                faulty(publish("{\"type\":\"\"}"), "invalid_field", "message.type", 3L),
                faulty(publish("{\"a\":1,\"type\":7}"), "invalid_field", "message.type", 3L),
                faulty("{\"id\":3,\"type\":\"publish\",\"message\":{\"a\":01}}", "invalid_json", null, 3L),
                faulty(publish("{},\"priority\":\"HUGE\""), "invalid_field", "priority", 3L),
                faulty(publish("{},\"conflate\":1"), "invalid_field", "conflate", 3L),
                faulty(
                        "{\"type\":\"ack\",\"channel\":\"market_data\",\"offset\":1.5,\"id\":3}",
                        "invalid_field",
                        "offset",
                        3L),
                faulty("{\"type\":\"ack\",\"offset\":1,\"id\":3}", "missing_field", "channel", 3L),
                faulty("{\"type\":\"ack\",\"channel\":\"market_data\",\"id\":3}", "missing_field", "offset", 3L),
                faulty(
                        "{\"type\":\"ack\",\"channel\":\"nope\",\"offset\":1,\"id\":3}",
                        "unknown_channel",
                        "channel",
                        3L),
                faulty(
                        "{\"type\":\"ack\",\"channel\":\"market_data\",\"offset\":1,\"id\":3}",
                        "invalid_field",
                        "channel",
                        3L),
                faulty("{\"type\":\"publish_system_status\",\"id\":3}", "missing_field", "status", 3L),
                faulty(
                        "{\"type\":\"publish_system_status\",\"status\":{\"cpu_usage\":101},\"id\":3}",
                        "invalid_field",
                        "status.cpu_usage",
                        3L));
    }

    @ParameterizedTest(name = "{0} is {1} of {2}")
    @MethodSource("faultyFields")
    void aFieldAtFaultIsNamedAndTheIdComesBack(String text, String code, String field, Object id) {
        Map<String, Object> error = client.ask(text);

        assertThat(error).containsEntry("type", "error").containsEntry("code", code);
        assertThat(error.get("field")).isEqualTo(field);
        assertThat(error.get("id")).isEqualTo(id);
        client.requireQuiet();
    }

    @Test
    void commandAndChannelAreToldWhereTheyAreKnown() {
        assertThat(client.ask("{\"type\":\"subscribe\",\"channel\":\"nope\",\"id\":3}"))
                .containsEntry("command", "subscribe")
                .containsEntry("channel", "nope");
        assertThat(client.ask("{\"type\":\"nope\",\"channel\":\"market_data\"}"))
                .doesNotContainKey("command")
                .containsEntry("channel", "market_data");
    }

    @Test
    void aCommandOfAModuleThatIsNotHereIsUnavailable() {
        assertThat(client.ask("{\"type\":\"authenticate\",\"id\":9,\"token\":\"x\"}"))
                .containsEntry("code", "unavailable")
                .containsEntry("command", "authenticate")
                .containsEntry("id", 9L);
    }

    @Test
    void whatIsUnusualButRightIsNoError() {
        assertThat(client.ask(" \n{ \"\\u0074ype\" : \"p\\u0069ng\" , \"id\" : 0 }\r\n"))
                .containsEntry("type", "pong");
        assertThat(client.ask("{\"type\":\"ping\",\"x\":" + nested(63) + "}")).containsEntry("type", "pong");
        assertThat(client.ask("{\"type\":\"ping\",\"x\":1,\"x\":2}")).containsEntry("type", "pong");
        assertThat(client.ask("{\"type\":\"ping\",\"channel\":7}")).containsEntry("type", "pong");
    }

    @Test
    void aBinaryFrameIsNotForThisDialect() {
        client.send(binary(bytes("map of 1: 81", "\"type\": a4 74 79 70 65", "\"ping\": a4 70 69 6e 67")));

        assertThat(client.readJson()).containsEntry("code", "unsupported_frame");
        client.requireQuiet();
    }

    @Test
    void invalidUtf8EndsTheConnectionAndNobodyElseNotices() {
        RawWebSocket broken = gateway.client();

        broken.send(frame(FIN | TEXT, bytes("{: 7b", "no UTF-8: c3 28", "}: 7d")));

        assertThat(broken.readClose()).isEqualTo(1007);
        client.requireQuiet();
    }

    private static Arguments faulty(String text, String code, String field, Object id) {
        return Arguments.of(text, code, field, id);
    }

    private static String setChannels(String family, String channels, String more) {
        return "{\"type\":\"set_channels\",\"family\":\"" + family + "\",\"channels\":" + channels + more
                + ",\"id\":3}";
    }

    private static String resume(String subscriptions) {
        return "{\"type\":\"resume\",\"token\":\"x\",\"subscriptions\":[" + subscriptions + "],\"id\":3}";
    }

    private static String manyRequests(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"channel\":\"" + i + "\"}")
                .collect(Collectors.joining(","));
    }

    private static String subscribe(String channel) {
        return "{\"type\":\"subscribe\",\"channel\":" + channel + ",\"id\":3}";
    }

    private static String subscribeAll(String channels) {
        return "{\"type\":\"subscribe\",\"channels\":" + channels + ",\"id\":3}";
    }

    private static String publish(String message) {
        return "{\"type\":\"publish\",\"channel\":\"market_data\",\"message\":" + message + ",\"id\":3}";
    }

    private static String manyNames(int count) {
        List<String> names = Collections.nCopies(count, "\"market_data\"");
        return "[" + String.join(",", names) + "]";
    }

    private static String nested(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }
}
