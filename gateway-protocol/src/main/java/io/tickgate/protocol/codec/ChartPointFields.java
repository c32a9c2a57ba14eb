package io.tickgate.protocol.codec;

/** The names of a chart's points and of what is told about them. */
final class ChartPointFields {
    static final String DATA_POINTS = "data_points";
    static final String TIMESTAMP = "timestamp";
    static final String DATA_TYPE = "data_type";
    static final String VALUE = "value";
    static final String ADDITIONAL_DATA = "additional_data";
    /** Within {@link #ADDITIONAL_DATA}: which line of its data type a point belongs to. */
    static final String FIELD = "field";

    static final String DATA_TYPES = "data_types";
    static final String BATCH_SIZE = "batch_size";
    static final String CORRECTION = "correction";

    private ChartPointFields() {}
}
