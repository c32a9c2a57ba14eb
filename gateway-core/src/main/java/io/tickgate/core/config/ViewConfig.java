package io.tickgate.core.config;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A part of the messages of a family that subscribers may ask for by name.
 *
 * @param fields the members of a message that it has, beside those that every publication has
 */
public record ViewConfig(String name, List<String> fields) {
    static final int FIELDS_MAX = 64;

    /** What a member of a message may be called that the configuration names. */
    static final TextType FIELD = new TextType(
            Pattern.compile("[^\\p{Cntrl}\\p{IsWhite_Space},]{1,64}"),
            "names of members, 1 to 64 characters without comma and white space");

    private static final TextType NAME =
            new TextType(Pattern.compile("[A-Za-z0-9_-]{1,64}"), "names of letters, digits and _ -");

    public ViewConfig {
        fields = List.copyOf(fields);
    }

    /**
     * Which views a family has.
     *
     * @param section such as {@code channels.market_data}
     */
    static Setting<List<String>> names(String section, int most) {
        return Setting.list(
                section + FamilyConfig.VIEWS,
                NAME,
                0,
                most,
                "",
                "Parts of messages that subscribers may ask for, each by its name with its members: views: {lite: [symbol, "
                        + "last]}. Each that somebody asks for is one more encoding of each publication.");
    }

    /**
     * What one view has.
     *
     * @param views the key of the family's views
     */
    static Setting<List<String>> fields(String views, String name) {
        return Setting.list(views + "." + name, FIELD, 0, FIELDS_MAX, "", "Members of a message in this view.");
    }
}
