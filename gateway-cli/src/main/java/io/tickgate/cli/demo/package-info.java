/**
 * Feeds that show the gateway at work without a data provider. A {@link io.tickgate.cli.demo.DemoFeed} says what its n-th
 * message is, a {@link io.tickgate.cli.demo.Pacer} says when it is due, and a {@link io.tickgate.cli.demo.FeedPlayer}
 * publishes it.
 */
@NullMarked
package io.tickgate.cli.demo;

import org.jspecify.annotations.NullMarked;
