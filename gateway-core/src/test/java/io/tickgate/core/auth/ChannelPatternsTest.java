package io.tickgate.core.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelPatternsTest {
    @ParameterizedTest
    @CsvSource({
        "market_data, market_data, true",
        "market_data, market_data:0700.HK, true",
        "market_data, market_data2, false",
        "market_data, market_data2:x, false",
        "market_data, market, false",
        "market_data:0700.HK, market_data:0700.HK, true",
        "market_data:0700.HK, market_data:0700.HKX, false",
        "market_data:0700.HK, market_data:0700.HK:x, false",
        "market_data:0700.HK, market_data, false",
        "market_data:07*, market_data:0700.HK, true",
        "market_data:07*, market_data:07, true",
        "market_data:07*, market_data:1, false",
        "market_data:07*, market_data, false",
        "market_data:*, market_data:x, true",
        "market_data:*, market_data, false",
        "market*, market_data, true",
        "market*, market_data:x, true",
        "*, anything:at:all, true",
    })
    void aPatternIsAFamilyAChannelOrABeginning(String pattern, String channel, boolean matches) {
        assertThat(ChannelPatterns.of(List.of(pattern)).matches(channel)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", ":x", "x:", "a*b", "**", "*a", "a b", "a\u0000", "a\u2028b*"})
    void whatIsNoPatternIsRefused(String text) {
        assertThatThrownBy(() -> ChannelPatterns.of(List.of(text))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void thereAreOnlySoMany() {
        assertThat(ChannelPatterns.of(Collections.nCopies(256, "a")).matches("a"))
                .isTrue();
        assertThatThrownBy(() -> ChannelPatterns.of(Collections.nCopies(257, "a")))
                .hasMessage("must be at most 256 patterns");
    }

    /** A family's own channel brings its members: whoever has the one may have the others anyway. */
    @Property(tries = 500)
    void whoHasAFamilyHasItsMembers(
            @ForAll @AlphaChars @StringLength(min = 1, max = 6) String pattern,
            @ForAll boolean isPrefix,
            @ForAll @AlphaChars @StringLength(min = 1, max = 6) String family,
            @ForAll @AlphaChars @StringLength(min = 1, max = 6) String member) {
        ChannelPatterns patterns = ChannelPatterns.of(List.of(isPrefix ? pattern + "*" : pattern));

        if (patterns.matches(family)) {
            assertThat(patterns.matches(family + ":" + member)).isTrue();
        }
    }

    @Test
    void nothingIsGrantedByNothing() {
        assertThat(ChannelPatterns.of(List.of()).matches("a")).isFalse();
        assertThat(ChannelPatterns.NONE.isEmpty()).isTrue();
    }
}
