package io.tickgate.protocol.codec;

import io.tickgate.protocol.message.BandwidthLimits;
import io.tickgate.protocol.message.SubscribeOptions;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/** Reads what a client wishes as its limits, and writes what it is granted. */
final class LimitsCodec {
    private LimitsCodec() {}

    static BandwidthLimits read(FieldValues in) throws WireException {
        Double maxHz = in.optionalReal(CommandFields.MAX_HZ);
        if (maxHz != null && !(maxHz > 0 && maxHz <= SubscribeOptions.HZ_MAX)) {
            throw in.invalid(CommandFields.MAX_HZ, OptionsCodec.MAX_HZ_RULE);
        }
        Long maxKbps = in.optionalNumber(CommandFields.MAX_KBPS);
        return new BandwidthLimits(maxKbps == null ? null : (Integer) maxKbps.intValue(), maxHz);
    }

    /** What {@link OptionsCodec} kept of an answer's object. */
    static BandwidthLimits granted(FieldValues in, Field field) throws WireException {
        SubscribeOptions options = in.object(field, SubscribeOptions.class);
        long maxKbps = in.number(field);
        return new BandwidthLimits(maxKbps < 0 ? null : (Integer) (int) maxKbps, options.maxHz());
    }

    static void write(BandwidthLimits limits, WireWriter out) {
        Integer maxKbps = limits.maxKbps();
        Double maxHz = limits.maxHz();
        out.beginObject((maxKbps == null ? 0 : 1) + (maxHz == null ? 0 : 1));
        if (maxKbps != null) {
            out.name(CommandFields.MAX_KBPS.name()).integer(maxKbps);
        }
        if (maxHz != null) {
            out.name(CommandFields.MAX_HZ.name()).real(maxHz);
        }
        out.endObject();
    }

    static @Nullable Long number(@Nullable Integer value) {
        return value == null ? null : (Long) value.longValue();
    }
}
