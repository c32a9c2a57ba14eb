package io.tickgate.cli.demo;

/**
 * An endless stream of messages that is a function of their number: the same number is always the same message, so that
 * a player can leave some out and go on anywhere.
 */
public interface DemoFeed {
    /** @param number from 0 */
    DemoMessage message(long number);

    /** A message and where it goes: {@code json} is one object. */
    record DemoMessage(String channel, String json) {}
}
