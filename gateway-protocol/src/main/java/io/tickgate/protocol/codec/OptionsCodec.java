package io.tickgate.protocol.codec;

import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.Filter;
import io.tickgate.protocol.message.SubscribeOptions;
import io.tickgate.protocol.message.SubscribeOptions.Rewind;
import io.tickgate.protocol.message.SubscribeOptions.Unit;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireReader;
import io.tickgate.protocol.wire.WireReader.Kind;
import io.tickgate.protocol.wire.WireWriter;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the options of a subscription. Those of a command are taken strictly, since an option that is misspelt
 * would otherwise be a wish that nobody hears; what a gateway grants is read leniently, since a later one may grant more.
 */
final class OptionsCodec {
    private static final String SNAPSHOT = "snapshot";
    private static final String REWIND = "rewind";
    private static final String MAX_HZ = "max_hz";
    private static final String MAX_KBPS = "max_kbps";
    private static final String COUNTS = "counts";
    private static final String FILTER = "filter";
    private static final String VIEW = "view";
    private static final String GAPLESS = "gapless";
    private static final String LAST = "last";
    private static final String SECONDS = "seconds";
    private static final int NAME_CHARS_MAX = 32;

    static final String MAX_HZ_RULE = "must be a number above 0, at most " + (int) SubscribeOptions.HZ_MAX;

    private final boolean strict;
    private final FilterReader filters = new FilterReader();
    private final Set<String> seen = new HashSet<>(4);
    private SubscribeOptions options = SubscribeOptions.NONE;
    private long maxKbps = -1;
    private @Nullable String faultPath;
    private String faultRule = "";
    private ErrorCode faultCode = ErrorCode.INVALID_FIELD;
    private @Nullable String duplicate;

    OptionsCodec(boolean strict) {
        this.strict = strict;
    }

    /** Reads the object that was met to its end, whatever is in it. */
    void read(WireReader in) throws WireException {
        seen.clear();
        options = SubscribeOptions.NONE;
        maxKbps = -1;
        faultPath = null;
        duplicate = null;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            Kind kind = in.nextValue();
            if (!seen.add(name)) {
                duplicate = name;
            }
            boolean isKnown = isKnown(name);
            if (isKnown && kind == Kind.NULL) {
                continue;
            }
            if (!isKnown || !value(name, kind, in)) {
                refuse(name, ruleOf(name), name.equals(FILTER) ? ErrorCode.INVALID_FILTER : ErrorCode.INVALID_FIELD);
                in.skip();
            }
        }
    }

    private boolean isKnown(String name) {
        return switch (name) {
            case SNAPSHOT, REWIND, MAX_HZ, COUNTS, FILTER, VIEW -> true;
            case GAPLESS, MAX_KBPS -> !strict;
            default -> false;
        };
    }

    /** @return false when it does not fit; then it is still there to be skipped */
    private boolean value(String name, Kind kind, WireReader in) throws WireException {
        if (name.equals(REWIND)) {
            return kind == Kind.OBJECT && rewind(in);
        }
        if (name.equals(MAX_HZ)) {
            return kind == Kind.NUMBER && maxHz(in.real());
        }
        if (name.equals(FILTER)) {
            return kind == Kind.ARRAY && filter(in);
        }
        if (name.equals(VIEW)) {
            return kind == Kind.STRING && view(in.string());
        }
        if (name.equals(MAX_KBPS)) {
            maxKbps = kind == Kind.NUMBER && in.isInteger() ? in.integer() : -1;
            return kind == Kind.NUMBER;
        }
        if (kind != Kind.BOOLEAN) {
            return false;
        }
        boolean value = in.bool();
        options = switch (name) {
            case SNAPSHOT -> options.withSnapshot(value);
            case COUNTS -> options.withCounts(value);
            default -> options.withGapless(value);
        };
        return true;
    }

    private boolean maxHz(double hz) {
        options = options.withMaxHz(hz);
        return hz > 0 && hz <= SubscribeOptions.HZ_MAX;
    }

    private boolean filter(WireReader in) throws WireException {
        options = options.withFilter(filters.read(in));
        String place = filters.faultPath();
        if (place != null) {
            refuse(FILTER + place, filters.faultRule(), ErrorCode.INVALID_FILTER);
        }
        return true;
    }

    private boolean view(String view) {
        options = options.withView(view);
        return !view.isEmpty() && view.length() <= SubscribeOptions.VIEW_CHARS_MAX;
    }

    private boolean rewind(WireReader in) throws WireException {
        Rewind read = null;
        int count = 0;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            Kind kind = in.nextValue();
            int most = name.equals(LAST) ? Rewind.LAST_MAX : name.equals(SECONDS) ? Rewind.SECONDS_MAX : -1;
            if (kind == Kind.NULL && most >= 0) {
                continue;
            }
            count++;
            long amount = kind == Kind.NUMBER && in.isInteger() ? in.integer() : -1;
            if (amount >= (strict ? 1 : 0) && amount <= most) {
                read = new Rewind(name.equals(LAST) ? Unit.LAST : Unit.SECONDS, (int) amount);
            } else {
                refuse(
                        REWIND + '.' + shortened(name),
                        most < 0 ? "is unknown: there are last and seconds" : "must be an integer from 1 to " + most,
                        ErrorCode.INVALID_FIELD);
            }
            if (kind == Kind.OBJECT || kind == Kind.ARRAY) {
                in.skip();
            }
        }
        if (count != 1) {
            refuse(REWIND, "must hold either last or seconds", ErrorCode.INVALID_FIELD);
        }
        options = options.withRewind(read);
        return true;
    }

    private static String ruleOf(String name) {
        return switch (name) {
            case SNAPSHOT, COUNTS -> "must be true or false";
            case REWIND -> "must be an object of last or seconds";
            case MAX_HZ -> MAX_HZ_RULE;
            case FILTER -> "must be a filter, such as [\"gt\",\"volume\",100000]";
            case VIEW -> "must be a view's name of 1 to " + SubscribeOptions.VIEW_CHARS_MAX + " characters";
            default -> "is unknown: there are snapshot, rewind, max_hz, counts, filter and view";
        };
    }

    private void refuse(String path, String rule, ErrorCode code) {
        if (strict && faultPath == null) {
            faultPath = shortened(path);
            faultRule = rule;
            faultCode = code;
        }
    }

    private static String shortened(String name) {
        return name.length() <= NAME_CHARS_MAX ? name : name.substring(0, NAME_CHARS_MAX) + '…';
    }

    /** The place inside the options that is at fault, or null when all of it is well. */
    @Nullable
    String faultPath() {
        return faultPath;
    }

    String faultRule() {
        return faultRule;
    }

    ErrorCode faultCode() {
        return faultCode;
    }

    /** The name that stood twice, or null. */
    @Nullable
    String duplicate() {
        return duplicate;
    }

    /** Of an answer to {@code set_limits}, which is no subscription but says its limits alike; -1 where it says none. */
    long maxKbps() {
        return maxKbps;
    }

    SubscribeOptions options() {
        return options;
    }

    static void write(SubscribeOptions options, WireWriter out) {
        Rewind rewind = options.rewind();
        Double maxHz = options.maxHz();
        Filter filter = options.filter();
        String view = options.view();
        out.beginObject(count(options.snapshot(), rewind, maxHz, options.counts(), filter, view, options.gapless()));
        flag(SNAPSHOT, options.snapshot(), out);
        if (rewind != null) {
            out.name(REWIND).beginObject(1);
            out.name(rewind.unit() == Unit.LAST ? LAST : SECONDS).integer(rewind.amount());
            out.endObject();
        }
        if (maxHz != null) {
            out.name(MAX_HZ).real(maxHz);
        }
        flag(COUNTS, options.counts(), out);
        if (filter != null) {
            FilterWriter.write(filter, out.name(FILTER));
        }
        if (view != null) {
            out.name(VIEW).string(view);
        }
        flag(GAPLESS, options.gapless(), out);
        out.endObject();
    }

    private static int count(@Nullable Object... values) {
        int count = 0;
        for (Object value : values) {
            count += value == null ? 0 : 1;
        }
        return count;
    }

    private static void flag(String name, @Nullable Boolean value, WireWriter out) {
        if (value != null) {
            out.name(name).bool(value);
        }
    }
}
