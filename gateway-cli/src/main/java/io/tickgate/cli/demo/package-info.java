/**
 * What shows the gateway at work without a data provider, made of real daily bars. A {@link io.tickgate.cli.demo.DemoFeed}
 * says what comes in its n-th slot, a {@link io.tickgate.cli.demo.DemoPlayer} when, and a
 * {@link io.tickgate.cli.demo.DemoOutput} where it goes.
 */
@NullMarked
package io.tickgate.cli.demo;

import org.jspecify.annotations.NullMarked;
