package io.tickgate.bench.load.publish;

import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** One {@link Template} for each channel, made when it is needed first. */
final class Templates {
    private final @Nullable Template[] byChannel;
    private final IntFunction<byte[]> maker;

    /** @param maker what a publication to a channel looks like */
    Templates(int channels, IntFunction<byte[]> maker) {
        this.byChannel = new Template[channels];
        this.maker = maker;
    }

    byte[] of(int channel, long number, long dueNanos) {
        Template template = byChannel[channel];
        if (template == null) {
            template = new Template(maker.apply(channel));
            byChannel[channel] = template;
        }
        return template.of(number, dueNanos);
    }
}
