package io.tickgate.core.auth;

import io.tickgate.protocol.message.ChannelNames;
import java.util.ArrayList;
import java.util.List;

/**
 * A set of channels, by patterns of three kinds: {@code market_data}, a family with all of its members;
 * {@code market_data:0700.HK}, that one channel; {@code market_data:07*}, every name that begins so.
 *
 * <p>Whoever has a family's own channel has its members, too, since its subscribers are sent those: a pattern that covers
 * the one without the others cannot be written.
 *
 * <p>Immutable. <b>Bound:</b> {@value #PATTERNS_MAX} patterns. <b>Cost:</b> one comparison each, and no allocation.
 */
public final class ChannelPatterns {
    /** More belong into a prefix, or into another token. */
    public static final int PATTERNS_MAX = 256;

    public static final ChannelPatterns NONE = new ChannelPatterns(List.of());
    public static final ChannelPatterns ALL = new ChannelPatterns(List.of(new Pattern("", true)));

    private static final String RULE =
            "must be a family, a channel, or the beginning of channels with a * behind it, such as market_data, "
                    + "market_data:0700.HK, market_data:07*";

    /** @param isPrefix whether {@code text} is the beginning of names; else one name, and with no colon in it a family */
    private record Pattern(String text, boolean isPrefix) {
        static Pattern parse(String text) {
            boolean isPrefix = text.endsWith("*");
            String name = isPrefix ? text.substring(0, text.length() - 1) : text;
            // Something behind a last colon makes the beginning of a name a whole one.
            String sample = isPrefix ? name + "x" : name;
            if (name.indexOf('*') >= 0 || !ChannelNames.isValid(sample)) {
                throw new IllegalArgumentException(RULE);
            }
            return new Pattern(name, isPrefix);
        }

        boolean matches(String channel) {
            if (!channel.startsWith(text)) {
                return false;
            }
            return isPrefix
                    || channel.length() == text.length()
                    || (channel.charAt(text.length()) == ':' && text.indexOf(':') < 0);
        }

        @Override
        public String toString() {
            return isPrefix ? text + '*' : text;
        }
    }

    private final List<Pattern> patterns;

    private ChannelPatterns(List<Pattern> patterns) {
        this.patterns = patterns;
    }

    /** @throws IllegalArgumentException when one of {@code texts} is no pattern, or there are too many; says the rule */
    public static ChannelPatterns of(List<String> texts) {
        if (texts.size() > PATTERNS_MAX) {
            throw new IllegalArgumentException("must be at most " + PATTERNS_MAX + " patterns");
        }
        List<Pattern> patterns = new ArrayList<>();
        for (String text : texts) {
            patterns.add(Pattern.parse(text));
        }
        return patterns.isEmpty() ? NONE : new ChannelPatterns(List.copyOf(patterns));
    }

    public boolean isEmpty() {
        return patterns.isEmpty();
    }

    /** @param channel a valid name */
    public boolean matches(String channel) {
        for (int i = 0; i < patterns.size(); i++) {
            if (patterns.get(i).matches(channel)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChannelPatterns that && patterns.equals(that.patterns);
    }

    @Override
    public int hashCode() {
        return patterns.hashCode();
    }

    /** The patterns, as they are written. */
    @Override
    public String toString() {
        return String.join(" ", patterns.stream().map(Pattern::toString).toList());
    }
}
