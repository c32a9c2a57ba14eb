package io.tickgate.bench.load.result;

/**
 * Where every delivery that was due went to. What was published and delivered is counted by when it was due, without warm-up;
 * all else from the first connection on.
 *
 * @param published publications that were sent, those that failed are not among them
 * @param delivered messages that came to a subscriber who was due to get them, each counted once
 * @param deliveredBytes of the WebSocket payloads of all messages that arrived since measuring began, the drain included
 * @param lost skipped: a later one came first, and the missing one never did
 * @param undelivered still missing when the drain ended, on connections that were open
 * @param doubled arrived a second time
 * @param outOfOrder arrived after a later one of the same channel
 * @param misrouted arrived at a subscriber of another channel
 * @param foreign messages that are not of this run
 * @param cutOff missing on connections that the server closed
 * @param connects connections that reached their subscription, reconnects included
 * @param connectFailures attempts that did not
 * @param disconnects connections that the server ended while they were wanted
 * @param publishErrors publications that the server refused or did not answer
 */
public record Account(
        long published,
        long delivered,
        long deliveredBytes,
        long lost,
        long undelivered,
        long doubled,
        long outOfOrder,
        long misrouted,
        long foreign,
        long cutOff,
        long connects,
        long connectFailures,
        long disconnects,
        long publishErrors) {

    /** Deliveries that were due and did not come, for whatever reason. */
    public long missing() {
        return lost + undelivered + cutOff;
    }

    /** Whether everything came once, in order, to the right subscriber, and nothing failed on the way. */
    public boolean isClean() {
        return missing() == 0
                && doubled == 0
                && outOfOrder == 0
                && misrouted == 0
                && foreign == 0
                && connectFailures == 0
                && disconnects == 0
                && publishErrors == 0;
    }
}
