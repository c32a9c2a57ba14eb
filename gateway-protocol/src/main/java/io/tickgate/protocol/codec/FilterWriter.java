package io.tickgate.protocol.codec;

import io.tickgate.protocol.message.Filter;
import io.tickgate.protocol.message.Filter.Value;
import io.tickgate.protocol.wire.WireWriter;
import java.util.List;

/** Writes a filter as it was read. */
final class FilterWriter {
    private FilterWriter() {}

    static void write(Filter filter, WireWriter out) {
        if (filter instanceof Filter.Compare compare) {
            begin(filter, 3, out).string(compare.field());
            value(compare.value(), out);
        } else if (filter instanceof Filter.In in) {
            begin(filter, 3, out).string(in.field()).beginArray(in.values().size());
            in.values().forEach(value -> value(value, out));
            out.endArray();
        } else if (filter instanceof Filter.Prefix prefix) {
            begin(filter, 3, out).string(prefix.field()).string(prefix.text());
        } else if (filter instanceof Filter.Exists exists) {
            begin(filter, 2, out).string(exists.field());
        } else {
            List<Filter> parts = partsOf(filter);
            begin(filter, 1 + parts.size(), out);
            parts.forEach(part -> write(part, out));
        }
        out.endArray();
    }

    private static List<Filter> partsOf(Filter filter) {
        if (filter instanceof Filter.And and) {
            return and.parts();
        }
        return filter instanceof Filter.Or or ? or.parts() : List.of(((Filter.Not) filter).part());
    }

    private static WireWriter begin(Filter filter, int elements, WireWriter out) {
        return out.beginArray(elements).string(filter.operator());
    }

    private static void value(Value value, WireWriter out) {
        if (value instanceof Value.Text text) {
            out.string(text.text());
        } else if (value instanceof Value.Flag flag) {
            out.bool(flag.is());
        } else if (value instanceof Value.Whole whole) {
            out.integer(whole.number());
        } else {
            out.real(((Value.Real) value).number());
        }
    }
}
