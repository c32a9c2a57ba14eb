package io.tickgate.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers in queries: what is not plain ASCII digits is refused by every endpoint alike. */
class QueryNumbersTest {
    private static final List<String> LIMITS = List.of("/backtests", "/notifications", "/charts/x/points");
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        gateway = TestGateway.start(Wiring.NIO_ONE_LOOP);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "+5",
                "%2B5",
                "-5",
                "-0",
                "%205",
                "5%20",
                "5.0",
                "5e0",
                "0x5",
                "5_0",
                "%D9%A5",
                "%EF%BC%95",
                "1,000"
            })
    void whatIsNotDigitsIsNoLimit(String value) {
        for (String path : LIMITS) {
            assertRefused(get(path + "?limit=" + value), "/limit");
        }
        assertRefused(get("/status?slow=" + value), "/slow");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1001", "4294967297", "9999999999999999999"})
    void aLimitKeepsToItsBounds(String value) {
        for (String path : LIMITS) {
            assertRefused(get(path + "?limit=" + value), "/limit");
        }
        assertRefused(get("/status?slow=" + value), "/slow");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%2B5", "-1", "1e3", "1d", ".5", "5.", "NaN", "Infinity", "%D9%A5", "5%20"})
    void whatIsNotDigitsIsNoTime(String value) {
        assertRefused(get("/charts/x/points?since=" + value), "/since");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "500"})
    void digitsAreTaken(String value) {
        for (String path : LIMITS) {
            assertThat(get(path + "?limit=" + value).statusCode()).isEqualTo(200);
        }
        assertThat(get("/charts/x/points?since=" + value + ".25").statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> get(String path) {
        return gateway.request("GET", "/api/v1/websocket" + path, "");
    }

    private static void assertRefused(HttpResponse<String> answer, String pointer) {
        assertThat(answer.statusCode()).as("%s", answer.body()).isEqualTo(422);
        assertThat(answer.body()).contains("\"code\":\"invalid_field\"", "\"pointer\":\"" + pointer + "\"");
    }
}
