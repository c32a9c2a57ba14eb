package io.tickgate.core.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.protocol.message.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/PROTOCOL.md is what clients are written from: what it does not name, nobody handles. */
class ProtocolDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "PROTOCOL.md");
    private static final List<Integer> SUCCESSES = List.of(100, 101, 200, 201, 204);

    @Test
    void everyErrorCodeIsNamed() throws IOException {
        String text = Files.readString(DOCUMENT);

        assertThat(ErrorCode.values())
                .allSatisfy(code -> assertThat(text).containsPattern("\\| .*`" + code.wireName() + "`"));
    }

    @Test
    void everyStatusHasItsRow() throws IOException {
        Set<Integer> told = Files.readString(DOCUMENT)
                .lines()
                .dropWhile(line -> !line.startsWith("| status |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .flatMap(line -> Stream.of(line.split("\\|", -1)[1].split(",", -1)))
                .map(number -> Integer.valueOf(number.strip()))
                .collect(Collectors.toSet());

        assertThat(told).containsAll(SUCCESSES);
        assertThat(told)
                .containsAll(Arrays.stream(ErrorCode.values())
                        .map(ErrorCode::httpStatus)
                        .toList());
    }
}
