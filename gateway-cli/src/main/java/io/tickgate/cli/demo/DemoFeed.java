package io.tickgate.cli.demo;

/** What a {@link DemoPlayer} plays, slot by slot. */
interface DemoFeed {
    /**
     * Plays one slot. May play nothing.
     *
     * @param number of the slot, from 0; some may be left out, none comes twice or goes back
     * @param nowNanos of the clock that the player has
     */
    void play(long number, long nowNanos, DemoOutput out) throws InterruptedException;
}
