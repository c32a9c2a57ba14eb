package io.tickgate.core.broadcast;

import io.tickgate.protocol.message.ChannelNames;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Under which epoch offsets are given: one for all, and others for families that the gateway numbers by itself while the
 * others are numbered by what gateways share.
 *
 * <p>Any thread.
 */
public final class Epochs {
    private final Map<String, String> ofFamilies = new ConcurrentHashMap<>(0);
    private volatile String shared;

    /** @param epoch of everything, until it is told otherwise */
    public Epochs(String epoch) {
        shared = epoch;
    }

    /** The epoch of all families that have none of their own. */
    public String shared() {
        return shared;
    }

    /** The epoch of one channel. */
    public String of(String channel) {
        String own = ofFamilies.isEmpty() ? null : ofFamilies.get(ChannelNames.base(channel));
        return own == null ? shared : own;
    }

    /** All families that have none of their own have this epoch from now on. */
    public void setShared(String epoch) {
        shared = epoch;
    }

    void setOfFamily(String family, String epoch) {
        ofFamilies.put(family, epoch);
    }

    /** The family has the epoch of all from now on. */
    void share(String family) {
        ofFamilies.remove(family);
    }
}
