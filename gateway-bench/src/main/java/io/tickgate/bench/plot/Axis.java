package io.tickgate.bench.plot;

import java.util.function.DoubleFunction;

/**
 * @param label what is shown along it, with its unit
 * @param tick how a value is written beside its tick
 */
public record Axis(String label, Scale scale, DoubleFunction<String> tick) {}
