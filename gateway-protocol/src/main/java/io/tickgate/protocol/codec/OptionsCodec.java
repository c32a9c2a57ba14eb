package io.tickgate.protocol.codec;

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
    private static final String LAST = "last";
    private static final String SECONDS = "seconds";
    private static final int NAME_CHARS_MAX = 32;

    private final boolean strict;
    private final Set<String> seen = new HashSet<>(4);
    private @Nullable Boolean snapshot;
    private @Nullable Rewind rewind;
    private @Nullable String faultPath;
    private String faultRule = "";
    private @Nullable String duplicate;

    OptionsCodec(boolean strict) {
        this.strict = strict;
    }

    /** Reads the object that was met to its end, whatever is in it. */
    void read(WireReader in) throws WireException {
        seen.clear();
        snapshot = null;
        rewind = null;
        faultPath = null;
        duplicate = null;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            Kind kind = in.nextValue();
            if (!seen.add(name)) {
                duplicate = name;
            }
            if (name.equals(SNAPSHOT) && kind == Kind.BOOLEAN) {
                snapshot = in.bool();
            } else if (name.equals(REWIND) && kind == Kind.OBJECT) {
                rewind(in);
            } else if (kind != Kind.NULL || !(name.equals(SNAPSHOT) || name.equals(REWIND))) {
                refuse(name, ruleOf(name));
                in.skip();
            }
        }
    }

    private void rewind(WireReader in) throws WireException {
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
                        most < 0 ? "is unknown: there are last and seconds" : "must be an integer from 1 to " + most);
            }
            if (kind == Kind.OBJECT || kind == Kind.ARRAY) {
                in.skip();
            }
        }
        if (count != 1) {
            refuse(REWIND, "must hold either last or seconds");
        }
        rewind = read;
    }

    private static String ruleOf(String name) {
        return switch (name) {
            case SNAPSHOT -> "must be true or false";
            case REWIND -> "must be an object of last or seconds";
            default -> "is unknown: there are snapshot and rewind";
        };
    }

    private void refuse(String path, String rule) {
        if (strict && faultPath == null) {
            faultPath = shortened(path);
            faultRule = rule;
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

    /** The name that stood twice, or null. */
    @Nullable
    String duplicate() {
        return duplicate;
    }

    SubscribeOptions options() {
        return new SubscribeOptions(snapshot, rewind);
    }

    static void write(SubscribeOptions options, WireWriter out) {
        Rewind rewind = options.rewind();
        Boolean snapshot = options.snapshot();
        out.beginObject((snapshot == null ? 0 : 1) + (rewind == null ? 0 : 1));
        if (snapshot != null) {
            out.name(SNAPSHOT).bool(snapshot);
        }
        if (rewind != null) {
            out.name(REWIND).beginObject(1);
            out.name(rewind.unit() == Unit.LAST ? LAST : SECONDS).integer(rewind.amount());
            out.endObject();
        }
        out.endObject();
    }
}
