package io.tickgate.core.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTypeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"application/json", "Application/JSON", "application/json; charset=utf-8", " application/json ;x"
            })
    void parametersAndCaseDoNotMatter(String text) {
        assertThat(MediaType.of(text)).isEqualTo(MediaType.JSON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ";", "json", "application/jsonx", "text/json", "application/json, text/plain", "*/*"})
    void othersAreUnknown(String text) {
        assertThat(MediaType.of(text)).isNull();
    }

    @Test
    void theThreeAreKnown() {
        for (MediaType type : MediaType.values()) {
            assertThat(MediaType.of(type.text())).isEqualTo(type);
        }
    }
}
