/**
 * Back-test progress: what each task's state is, and when subscribers hear of it. The state of a task lives on the home
 * loop of its topic, {@code backtest_progress:<task_id>}.
 */
@NullMarked
package io.tickgate.core.feed.progress;

import org.jspecify.annotations.NullMarked;
