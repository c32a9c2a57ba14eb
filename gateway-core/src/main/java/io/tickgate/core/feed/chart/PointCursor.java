package io.tickgate.core.feed.chart;

import io.tickgate.protocol.codec.ChartPointReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where among the points of a chart a page begins: they go by time, at one time by data type, within that as they came. Points
 * that come meanwhile stand behind those of their time and type, so that no reader gets one twice or none.
 *
 * @param time Unix time in seconds
 * @param dataType whose points of that time, and whose before it, were given; null when none of that time was
 * @param given how many of that type and time were given
 */
public record PointCursor(double time, @Nullable String dataType, int given) {
    private static final Pattern FORM = Pattern.compile("([0-9a-f]{16})\\.([0-9]{1,9})\\.(.*)");

    /** All points of that time and later. */
    public static PointCursor at(double time) {
        return new PointCursor(time, null, 0);
    }

    /** As it travels; what is in it is no promise. */
    String text() {
        String plain = "%016x.%d.%s".formatted(Double.doubleToLongBits(time), given, dataType == null ? "" : dataType);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads what {@link PointPage#next} gave, null when it is nothing of the kind. */
    public static @Nullable PointCursor parse(String text) {
        byte[] plain;
        try {
            plain = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
        Matcher form = FORM.matcher(new String(plain, StandardCharsets.UTF_8));
        if (!form.matches()) {
            return null;
        }
        double time = Double.longBitsToDouble(Long.parseUnsignedLong(form.group(1), 16));
        String dataType = form.group(3).isEmpty() ? null : form.group(3);
        boolean isSound = time >= 0 && Double.isFinite(time);
        return isSound && (dataType == null || ChartPointReader.isDataType(dataType))
                ? new PointCursor(time, dataType, Integer.parseInt(form.group(2)))
                : null;
    }
}
