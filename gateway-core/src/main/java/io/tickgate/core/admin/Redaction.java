package io.tickgate.core.admin;

import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireLimits;
import io.tickgate.protocol.wire.WireReader;
import io.tickgate.protocol.wire.WireWriter;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Shows a message without what is nobody's business: the values of members that a word of {@code admin.redact} names, at any
 * depth, whatever is in them. Immutable; any thread.
 */
public final class Redaction {
    /** What stands in place of a value. */
    public static final String HIDDEN = "•••";

    /** What every publication has, which is the gateway's own and no secret. */
    private static final Set<String> ENVELOPE = Set.of("type", "channel", "offset", "server_time", "timestamp");

    /** A longer text is cut, so that a line stays one. */
    private static final int TEXT_CHARS_MAX = 512;

    private final List<String> words;
    private final boolean hidesAll;

    /** @param words in small letters; {@code *} for all members */
    public Redaction(List<String> words) {
        this.words = List.copyOf(words);
        this.hidesAll = words.contains("*");
    }

    /** Everything but the envelope is hidden: for what is one user's own. */
    public static Redaction ofAll() {
        return new Redaction(List.of("*"));
    }

    /**
     * Writes the message as JSON.
     *
     * @throws WireException when it is no message; part of it may be written then
     */
    public void write(WireFormat format, byte[] message, WireWriter json) throws WireException {
        try (WireReader in = WireReader.of(format, WireLimits.DEFAULT)) {
            in.open(message, 0, message.length);
            members(in, json, true);
            in.end();
        }
    }

    private void members(WireReader in, WireWriter json, boolean top) throws WireException {
        json.beginObject(0);
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            WireReader.Kind kind = in.nextValue();
            json.name(name);
            if (isHidden(name, top)) {
                in.skip();
                json.string(HIDDEN);
            } else {
                value(in, kind, json);
            }
        }
        json.endObject();
    }

    private boolean isHidden(String name, boolean top) {
        if (top && ENVELOPE.contains(name)) {
            return false;
        }
        String plain = name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
        return hidesAll || words.stream().anyMatch(plain::contains);
    }

    private void value(WireReader in, WireReader.Kind kind, WireWriter json) throws WireException {
        switch (kind) {
            case STRING -> json.string(cut(in.string()));
            case NUMBER -> number(in, json);
            case BOOLEAN -> json.bool(in.bool());
            case NULL -> json.nil();
            case OBJECT -> members(in, json, false);
            case ARRAY -> {
                json.beginArray(0);
                for (WireReader.Kind next = in.nextElement(); next != null; next = in.nextElement()) {
                    value(in, next, json);
                }
                json.endArray();
            }
        }
    }

    private static void number(WireReader in, WireWriter json) throws WireException {
        if (in.isInteger()) {
            json.integer(in.integer());
            return;
        }
        double value = in.decimal();
        if (Double.isFinite(value)) {
            json.real(value);
        } else {
            json.string("a number beyond float64");
        }
    }

    private static String cut(String text) {
        if (text.length() <= TEXT_CHARS_MAX) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(TEXT_CHARS_MAX - 1)) ? TEXT_CHARS_MAX - 1 : TEXT_CHARS_MAX;
        return text.substring(0, end) + '…';
    }
}
