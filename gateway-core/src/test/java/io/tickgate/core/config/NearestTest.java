package io.tickgate.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    @ParameterizedTest
    @CsvSource({"kitten, sitting, 3", "'', abc, 3", "abc, '', 3", "abc, abc, 0", "port, prot, 2", "flaw, lawn, 2"})
    void theDistanceIsTheNumberOfEdits(String a, String b, int edits) {
        assertThat(Nearest.distance(a, b)).isEqualTo(edits);
        assertThat(Nearest.distance(b, a)).isEqualTo(edits);
    }

    @Test
    void tiesGoToTheFirstInTheAlphabet() {
        assertThat(Nearest.of("ax", List.of("az", "ay", "b"))).isEqualTo("ay");
    }
}
