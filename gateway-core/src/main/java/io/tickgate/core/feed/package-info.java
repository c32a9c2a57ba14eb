/**
 * The guide's domain on top of topics: back-test progress, charts, notifications, system status. Each module keeps its state
 * on the home loop of the topic it publishes to, and knows no socket.
 */
@NullMarked
package io.tickgate.core.feed;

import org.jspecify.annotations.NullMarked;
