package io.tickgate.core.session;

import io.tickgate.core.broadcast.TopicDirectory.Refusal;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.Since;
import io.tickgate.protocol.message.SubscribeOptions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a command that subscribes asks for, whichever it is.
 *
 * @param symbol what the command named instead of a channel, or null
 */
record Request(
        ClientMessage command,
        Form form,
        List<Wanted> wanted,
        @Nullable String symbol) {
    /** How a command names its channels, and so the fields at fault. */
    enum Form {
        ONE,
        /** Names in {@code channels}. */
        LIST,
        /** Each by itself in {@code subscriptions}. */
        RESUME
    }

    /** All of {@code channels} alike. */
    static Request of(
            ClientMessage command,
            List<String> channels,
            boolean list,
            @Nullable Since since,
            boolean ack,
            @Nullable SubscribeOptions options) {
        List<Wanted> wanted = new ArrayList<>(channels.size());
        for (String channel : channels) {
            wanted.add(new Wanted(wanted.size(), channel, since, ack, options, 0));
        }
        return new Request(command, list ? Form.LIST : Form.ONE, wanted, null);
    }

    /** The chart of one symbol. */
    static Request ofChart(ClientMessage command, String channel, String symbol, int points) {
        return new Request(command, Form.ONE, List.of(new Wanted(0, channel, null, false, null, points)), symbol);
    }

    /** What brings the user's own notifications, too; null where nothing does. */
    @Nullable
    Wanted bringer() {
        for (Wanted one : wanted) {
            if (one.bringsOwn()) {
                return one;
            }
        }
        return null;
    }

    /** The field that holds all of it, where that is a list; null else. */
    @Nullable
    String listField() {
        return switch (form) {
            case ONE -> null;
            case LIST -> "channels";
            case RESUME -> "subscriptions";
        };
    }

    /**
     * The field that made {@code wanted} impossible.
     *
     * @param own whether it was the user's own channel, which {@code wanted} brings
     */
    String field(Wanted wanted, Refusal refusal, boolean own) {
        if (symbol != null) {
            return "symbol";
        }
        return switch (form) {
            case ONE -> part(refusal, own);
            case LIST -> "channels[" + wanted.index() + ']';
            case RESUME -> "subscriptions[" + wanted.index() + "]." + part(refusal, own);
        };
    }

    /** The field that asks for something of the past of {@code wanted}; null when none does. */
    @Nullable
    String pastField(Wanted wanted) {
        if (wanted.points() > 0) {
            return "history";
        }
        if (wanted.wantsRewind()) {
            return optionsField(wanted) + ".rewind";
        }
        if (wanted.since() == null) {
            return null;
        }
        return form == Form.RESUME ? "subscriptions[" + wanted.index() + "].since" : "since";
    }

    /** The field that holds the options of {@code wanted}. */
    String optionsField(Wanted wanted) {
        return form == Form.RESUME ? "subscriptions[" + wanted.index() + "].options" : "options";
    }

    private static String part(Refusal refusal, boolean own) {
        return switch (refusal.code()) {
            case INVALID_POSITION -> own ? "since.user_offset" : "since.offset";
            case SNAPSHOT_TOO_LARGE -> "options.snapshot";
            case CONFLATION_NOT_ALLOWED -> "options.max_hz";
            default -> "channel";
        };
    }
}
