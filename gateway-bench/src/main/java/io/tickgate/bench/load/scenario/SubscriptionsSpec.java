package io.tickgate.bench.load.scenario;

import io.tickgate.core.config.Setting;
import java.util.List;
import java.util.Locale;

/**
 * What is subscribed to.
 *
 * @param family what the channels' names begin with, before a colon
 * @param channels how many there are
 * @param perConnection how many of them each connection has; all of them by family
 * @param filters how many different filters the connections have, in turn; 0 for none
 */
public record SubscriptionsSpec(String family, int channels, int perConnection, Way by, boolean ack, int filters) {
    /** How a connection asks for its channels. */
    public enum Way {
        /** One command for each. */
        NAME,
        /** One command with the list of them. */
        LIST,
        /** One command with the family's name. */
        FAMILY;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static final Setting<String> FAMILY_NAME = Setting.text(
            "subscriptions.family",
            "[a-z][a-z0-9_]{0,39}",
            "a lower-case name",
            "market_data",
            "The channels are called family:LOAD-0000 and so on.");
    static final Setting<Integer> CHANNELS =
            Setting.integer("subscriptions.channels", 1, 100_000, 1, "How many channels are published to.");
    static final Setting<Integer> PER_CONNECTION =
            Setting.integer("subscriptions.per-connection", 1, 500, 1, "How many of them each connection has.");
    static final Setting<Way> BY = Setting.choice(
            "subscriptions.by", Way.class, Way.NAME, "One command each, one with a list, or the whole family.");
    static final Setting<Boolean> ACK =
            Setting.flag("subscriptions.ack", false, "Whether deliveries are acknowledged.");

    static final Setting<Integer> FILTERS = Setting.integer(
            "subscriptions.filters",
            0,
            1_000,
            0,
            "Different filters among the connections, all of which want everything; the target indexes type.");

    static final List<Setting<?>> ALL = List.of(FAMILY_NAME, CHANNELS, PER_CONNECTION, BY, ACK, FILTERS);

    static SubscriptionsSpec of(ScenarioValues values) {
        int channels = values.get(CHANNELS);
        int perConnection = values.get(PER_CONNECTION);
        Way by = values.get(BY);
        values.require(
                perConnection <= channels,
                PER_CONNECTION.key(),
                "must be at most " + CHANNELS.key() + ", which is " + channels + ", was " + perConnection);
        values.require(
                by != Way.FAMILY || !values.isSaid(PER_CONNECTION.key()),
                PER_CONNECTION.key(),
                "means nothing with " + BY.key() + ": family, which brings every channel to every connection");
        return new SubscriptionsSpec(
                values.get(FAMILY_NAME),
                channels,
                by == Way.FAMILY ? channels : perConnection,
                by,
                values.get(ACK),
                values.get(FILTERS));
    }

    /** The name of one of the channels: all are equally long. */
    public String channel(int index) {
        return family + ":LOAD-" + String.format(Locale.ROOT, "%0" + digits() + "d", index);
    }

    private int digits() {
        return Math.max(4, Integer.toString(channels - 1).length());
    }
}
