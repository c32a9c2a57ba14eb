package io.tickgate.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.CommandId;
import io.tickgate.protocol.message.Position;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireException;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ReaderPropertiesTest {
    private static final List<byte[]> SEEDS = CommandSamples.commands().values().stream()
            .flatMap(message -> Arrays.stream(WireFormat.values()).map(format -> Wire.bytes(format, message)))
            .toList();

    @Property(tries = 5000)
    void arbitraryBytesAreReadOrRefusedButNeverBreakTheReader(@ForAll byte[] bytes, @ForAll WireFormat format) {
        readAll(format, bytes);
    }

    @Property(tries = 5000)
    void aMessageWithSomeBytesChangedIsReadOrRefused(
            @ForAll("seeds") byte[] seed, @ForAll byte[] noise, @ForAll int place, @ForAll WireFormat format) {
        byte[] bytes = seed.clone();
        int start = Math.floorMod(place, bytes.length);
        System.arraycopy(noise, 0, bytes, start, Math.min(Math.min(noise.length, 4), bytes.length - start));

        readAll(format, bytes);
    }

    @Property
    void aMessageCutAnywhereIsRefused(@ForAll("names") String name, @ForAll int place, @ForAll WireFormat format) {
        byte[] whole = Wire.bytes(format, command(name));
        byte[] cut = Arrays.copyOf(whole, Math.floorMod(place, whole.length));

        WireException refusal = Wire.refusal(format, cut);

        assertThat(refusal.code().wireName()).isEqualTo(format == WireFormat.JSON ? "invalid_json" : "invalid_msgpack");
        assertThat(refusal.byteOffset()).isBetween(0L, (long) cut.length);
    }

    @Property
    void subscriptionsOfAnyTextComeBackEqual(@ForAll("subscriptions") ClientMessage message, @ForAll WireFormat format)
            throws WireException {
        assertThat(Wire.command(format, Wire.bytes(format, message))).isEqualTo(message);
    }

    @Provide
    Arbitrary<byte[]> seeds() {
        return Arbitraries.of(SEEDS);
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.of(CommandSamples.commands().keySet());
    }

    @Provide
    Arbitrary<ClientMessage> subscriptions() {
        Arbitrary<String> text = Arbitraries.integers()
                .between(0, Character.MAX_CODE_POINT)
                .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
                .list()
                .ofMinSize(1)
                .ofMaxSize(30)
                .map(points -> points.stream().map(Character::toString).reduce("", String::concat));
        Arbitrary<CommandId> ids = Arbitraries.oneOf(
                text.map(CommandId.Text::new),
                Arbitraries.longs().between(0, CommandId.NUMBER_MAX).map(CommandId.Number::new));
        Arbitrary<Position> since = Combinators.combine(
                        text, Arbitraries.longs().between(0, CommandId.NUMBER_MAX))
                .as(Position::new);
        Arbitrary<ClientMessage> single = Combinators.combine(ids.injectNull(0.2), text, since.injectNull(0.5))
                .as((id, channel, position) ->
                        new ClientMessage.Subscribe(id, List.of(channel), false, position, position != null));
        Arbitrary<ClientMessage> list = Combinators.combine(
                        ids.injectNull(0.2), text.list().ofMinSize(1).ofMaxSize(40))
                .as((id, channels) -> new ClientMessage.Subscribe(id, channels, true, null, false));
        return Arbitraries.oneOf(single, list);
    }

    private static ClientMessage command(String name) {
        ClientMessage message = CommandSamples.commands().get(name);
        if (message == null) {
            throw new IllegalArgumentException(name);
        }
        return message;
    }

    private static void readAll(WireFormat format, byte[] bytes) {
        try {
            Wire.bytes(format == WireFormat.JSON ? WireFormat.MSGPACK : WireFormat.JSON, Wire.command(format, bytes));
        } catch (WireException e) {
            assertThat(e.text()).isNotEmpty();
        }
        try {
            Wire.server(format, bytes);
        } catch (WireException e) {
            assertThat(e.text()).isNotEmpty();
        }
        try {
            Wire.READER.readBroadcast(format, bytes, 0, bytes.length);
        } catch (WireException e) {
            assertThat(e.text()).isNotEmpty();
        }
    }
}
