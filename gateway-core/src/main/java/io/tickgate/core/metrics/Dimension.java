package io.tickgate.core.metrics;

import io.tickgate.protocol.message.ErrorCode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What a counter is kept apart by. Its values are few and known from the start: never a name that a client chose. */
enum Dimension {
    NONE,
    /** A channel family, by its index. */
    FAMILY,
    /** The same, and {@link Via}. */
    FAMILY_AND_VIA,
    /** {@link ErrorCode}. */
    ERROR_CODE,
    /** {@link Ending}. */
    ENDING,
    /** {@link CommandLabels}. */
    COMMAND,
    /** {@link FrameLabel}. */
    FRAME,
    /** {@link Admission}. */
    ADMISSION;

    private static final List<String> ERROR_CODES =
            Stream.of(ErrorCode.values()).map(ErrorCode::wireName).toList();
    private static final List<String> FRAMES = labels(FrameLabel.values());
    private static final List<String> ADMISSIONS = labels(Admission.values());

    static List<String> labels(Enum<?>[] values) {
        return Stream.of(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** The label of each slot; none where slots are families'. */
    List<String> labels() {
        return switch (this) {
            case NONE, FAMILY, FAMILY_AND_VIA -> List.of();
            case ERROR_CODE -> ERROR_CODES;
            case ENDING -> Ending.LABELS;
            case COMMAND -> CommandLabels.ALL;
            case FRAME -> FRAMES;
            case ADMISSION -> ADMISSIONS;
        };
    }

    int slots(int families) {
        return switch (this) {
            case NONE -> 1;
            case FAMILY -> families;
            case FAMILY_AND_VIA -> families * Via.COUNT;
            case ERROR_CODE, ENDING, COMMAND, FRAME, ADMISSION -> labels().size();
        };
    }
}
