package io.tickgate.core.transport.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shape of RFC 9457. */
class ProblemDetailsTest {
    private static String json(ProblemDetails problem, String instance) {
        WireBuffer buffer = new WireBuffer();
        problem.writeTo(WireWriter.of(WireFormat.JSON, buffer), instance);
        return new String(buffer.array(), 0, buffer.length(), UTF_8);
    }

    @Test
    void aFieldAtFaultIsPointedTo() {
        WireException fault = new WireException(ErrorCode.INVALID_FIELD, "\"priority\" must be LOW", "priority");

        assertThat(json(ProblemDetails.of(fault), "/api"))
                .isEqualTo("{\"type\":\"urn:gateway:problem:invalid_field\",\"title\":\"Invalid field\",\"status\":422,"
                        + "\"detail\":\"\\\"priority\\\" must be LOW\",\"instance\":\"/api\",\"code\":\"invalid_field\","
                        + "\"errors\":[{\"pointer\":\"/priority\",\"detail\":\"\\\"priority\\\" must be LOW\"}]}");
    }

    @Test
    void withoutAFieldThereIsNoPointerToOne() {
        WireException fault = new WireException(ErrorCode.INVALID_JSON, "Invalid JSON at byte 7", 7);

        assertThat(json(ProblemDetails.of(fault), "/api"))
                .isEqualTo("{\"type\":\"urn:gateway:problem:invalid_json\",\"title\":\"Invalid JSON\",\"status\":400,"
                        + "\"detail\":\"Invalid JSON at byte 7\",\"instance\":\"/api\",\"code\":\"invalid_json\"}");
    }

    @Test
    void theStatusIsThatOfTheCode() {
        ProblemDetails problem = ProblemDetails.of(ErrorCode.HTTP_VERSION_NOT_SUPPORTED, "no");

        assertThat(problem.status()).isEqualTo(505);
        assertThat(problem.withPointer("/a").withRetryAfter(3))
                .isEqualTo(new ProblemDetails(ErrorCode.HTTP_VERSION_NOT_SUPPORTED, "no", "/a", 3));
    }

    @ParameterizedTest
    @CsvSource({
        "channel, /channel",
        "channels[3], /channels/3",
        "since.offset, /since/offset",
        "data.points[3].a/b, /data/points/3/a~1b",
        "a~b, /a~0b",
        "a[0][1], /a/0/1"
    })
    void aPathIsAJsonPointer(String field, String pointer) {
        assertThat(ProblemDetails.pointerTo(field)).isEqualTo(pointer);
    }
}
