package io.tickgate.core.filter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.fuzz.Corpus;
import io.tickgate.protocol.codec.MessageReader;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.MemberNames;
import io.tickgate.protocol.wire.MemberReader;
import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireLimits;
import io.tickgate.protocol.wire.WireWriter;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** Filters with something wrong in them, read from a subscription of either format, compiled, and asked. */
class FilterFuzzTest {
    private static final Corpus FILTERS = Corpus.of("filters");
    private static final MemberNames INDEXED = new MemberNames(List.of("a", "b", "type"));

    /** JSON has numbers that MessagePack has not: they are refused in a filter, and translated to what is nearest. */
    private static final String BEYOND_DOUBLES = "(?s).*[eE]\\+?\\d{3,}.*";

    private final MessageReader reader = new MessageReader(WireLimits.DEFAULT);
    private final Random random = new Random();

    @Property(tries = 3000)
    void aFilterIsReadAndAskedOrRefusedByNameAlikeInBothFormats(@ForAll long seed) {
        random.setSeed(seed);
        String filter = new String(FILTERS.mutation(random), UTF_8);
        String options = "{\"filter\":" + filter + "}";
        byte[] json =
                ("{\"type\":\"subscribe\",\"channel\":\"market_data\",\"options\":" + options + "}").getBytes(UTF_8);

        String verdict = verdict(WireFormat.JSON, json);

        assertThat(verdict).as(filter).matches("true|false|invalid_\\w+|missing_field|none");
        byte[] packed = packed(options.getBytes(UTF_8));
        if (packed != null && !filter.matches(BEYOND_DOUBLES)) {
            assertThat(verdict(WireFormat.MSGPACK, packed)).as(filter).isEqualTo(verdict);
        }
    }

    private String verdict(WireFormat format, byte[] command) {
        try {
            ClientMessage message = reader.readCommand(format, command, 0, command.length);
            if (!(message instanceof ClientMessage.Subscribe subscribe)
                    || subscribe.options() == null
                    || subscribe.options().filter() == null) {
                return "none";
            }
            CompiledFilter filter = CompiledFilter.of(subscribe.options().filter(), INDEXED, "options.filter", "x");
            byte[] bytes = "{\"a\":1,\"b\":\"x\"}".getBytes(UTF_8);
            MessageBody asked = reader.readBody(WireFormat.JSON, bytes, 0, bytes.length);
            return Boolean.toString(filter.matches(new MemberReader().values(asked, INDEXED)));
        } catch (WireException refusal) {
            assertThat(refusal.text()).isNotEmpty();
            return refusal.code().wireName();
        }
    }

    /** The same command in the other format; null where its options are no object by themselves. */
    private byte @Nullable [] packed(byte[] options) {
        try {
            MessageBody body = reader.readBody(WireFormat.JSON, options, 0, options.length);
            WireBuffer buffer = new WireBuffer();
            WireWriter out = WireWriter.of(WireFormat.MSGPACK, buffer).beginObject(3);
            out.name("type").string("subscribe").name("channel").string("market_data");
            out.name("options").body(body).endObject();
            return buffer.toBytes();
        } catch (WireException noObject) {
            return null;
        }
    }
}
