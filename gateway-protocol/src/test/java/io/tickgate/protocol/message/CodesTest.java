package io.tickgate.protocol.message;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodesTest {
    @ParameterizedTest
    @EnumSource
    void aCloseCodeFitsAControlFrameAndTellsWhetherToReconnect(CloseCode code) {
        assertThat(US_ASCII.newEncoder().canEncode(code.reason())).isTrue();
        assertThat(code.reason()).hasSizeBetween(1, CloseCode.REASON_BYTES_MAX);
        if (code.code() >= 4000) {
            assertThat(code.clientShouldReconnect()).isEqualTo(code.code() < 4500);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anErrorCodeIsFoundByItsWireName(ErrorCode code) {
        assertThat(ErrorCode.ofWireName(code.wireName())).isSameAs(code);
        assertThat(code.httpStatus()).isBetween(400, 599);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "market_data:0700.HK", "a:b:c", "频道:一", "user:😀"})
    void channelNamesMayHoldAnyVisibleCharacter(String name) {
        assertThat(ChannelNames.isValid(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", ":", "a:", ":a", "a b", "a\tb", "a\u0000", "a\u00a0", "a\u0085", "a\u2028", "a\ud800", "\udc00a"
            })
    void blanksControlsAndHalvesAreNoChannelNames(String name) {
        assertThat(ChannelNames.isValid(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0xad, 0x200b, 0x200d, 0x200e, 0x202e, 0x2028, 0x2029, 0x2060, 0x2066, 0xfeff, 0xffff, 0xe0041, 0x10ffff
            })
    void whatCannotBeSeenIsNoPartOfAChannelName(int point) {
        String invisible = Character.toString(point);

        assertThat(ChannelNames.isValid("a" + invisible + "b")).isFalse();
        assertThat(ChannelNames.isValid("a:😀" + invisible)).isFalse();
        assertThat(ChannelNames.isValid(invisible + "a")).isFalse();
    }

    @Test
    void aChannelNameHasAtMost200CharactersAndABase() {
        assertThat(ChannelNames.isValid("a".repeat(200))).isTrue();
        assertThat(ChannelNames.isValid("a".repeat(201))).isFalse();
        assertThat(ChannelNames.base("chart_updates:0700.HK")).isEqualTo("chart_updates");
        assertThat(ChannelNames.base("chart_updates")).isEqualTo("chart_updates");
    }

    @Test
    void dialectsAreKnownByTheirSubprotocols() {
        assertThat(WireFormat.ofSubprotocol("gateway.v1.json")).isSameAs(WireFormat.JSON);
        assertThat(WireFormat.ofSubprotocol("gateway.v1.msgpack")).isSameAs(WireFormat.MSGPACK);
        assertThat(WireFormat.ofSubprotocol("gateway.v2.json")).isNull();
    }
}
