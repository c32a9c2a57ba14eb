package io.tickgate.core.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * A file of at most 1 MiB as YAML's nodes, each of which knows its line.
 *
 * @param root empty when the file says nothing
 */
public record YamlDocument(Path file, Optional<Node> root) {
    private static final int FILE_BYTES_MAX = 1 << 20;

    /** @throws ConfigException when the file cannot be read, or is not YAML */
    public static YamlDocument read(Path file) {
        try {
            Optional<Node> document = new Compose(LoadSettings.builder()
                            .setLabel(file.toString())
                            // YAML 1.2's own, in which ~ is nothing, too.
                            .setSchema(new CoreSchema())
                            .build())
                    .composeString(textOf(file));
            return new YamlDocument(file, document.filter(root -> !isNothing(root)));
        } catch (MarkedYamlEngineException e) {
            String line =
                    e.getProblemMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
            throw new ConfigException("", "not YAML: " + e.getProblem()).at(file + line);
        } catch (YamlEngineException e) {
            throw new ConfigException("", "not YAML: " + e.getMessage()).at(file.toString());
        }
    }

    /** Whether nothing stands there, as behind a key whose value was left out. */
    public static boolean isNothing(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    /** Where a node stands, such as {@code gateway.yaml:12}. */
    public String origin(Node node) {
        return file
                + node.getStartMark()
                        .map(Mark::getLine)
                        .map(line -> ":" + (line + 1))
                        .orElse("");
    }

    private static String textOf(Path file) {
        try {
            if (Files.size(file) > FILE_BYTES_MAX) {
                throw new ConfigException("", "larger than " + SizeType.text(FILE_BYTES_MAX)).at(file.toString());
            }
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new ConfigException("", "there is no such file").at(file.toString());
        } catch (CharacterCodingException e) {
            throw new ConfigException("", "not UTF-8").at(file.toString());
        } catch (IOException e) {
            throw new ConfigException("", "cannot be read: " + e.getMessage()).at(file.toString());
        }
    }
}
