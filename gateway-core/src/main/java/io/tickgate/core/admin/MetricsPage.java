package io.tickgate.core.admin;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Everything that {@code GET /metrics} tells. Any thread but an event loop's: it reads files and loads classes.
 *
 * <p>Nothing of it is kept between two readers, and no event loop is asked.
 */
public final class MetricsPage implements Function<MetricsFormat, byte[]> {
    private final String version;
    private final EngineMetrics engine;
    private final List<Bound> bounds;
    private final Consumer<MetricsText> more;

    /**
     * @param bounds each key once
     * @param more writes what only the gateway as a whole knows
     */
    public MetricsPage(String version, EngineMetrics engine, List<Bound> bounds, Consumer<MetricsText> more) {
        this.version = version;
        this.engine = engine;
        this.bounds = List.copyOf(bounds);
        this.more = more;
    }

    @Override
    public byte[] apply(MetricsFormat format) {
        MetricsText text = new MetricsText(format);
        text.gauge("gateway_build_info", "Always 1; its labels say what is running")
                .sample(1, "version", version, "java", Runtime.version().toString());
        engine.writeTo(text);
        text.gauge("gateway_limit_used", "How much is used of what the configuration key limits, as gateway_limit");
        bounds.forEach(bound -> text.sample(bound.used().getAsLong(), "key", bound.key()));
        text.gauge("gateway_limit", "What the configuration key allows, or gives where it says auto");
        bounds.forEach(bound -> text.sample(bound.limit().getAsLong(), "key", bound.key()));
        more.accept(text);
        ProcessMetrics.writeTo(text);
        return text.end();
    }
}
