package io.tickgate.core.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressBlockTest {
    @ParameterizedTest
    @CsvSource({
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::",
        "2001:db8:1:2:ffff:ffff:ffff:ffff, 2001:db8:1:2::",
        "2001:db8:1:3::6, 2001:db8:1:3::",
        "fe80::1%1, fe80::",
        "::1, ::",
        "10.0.0.7, 10.0.0.7",
        "::ffff:10.0.0.7, 10.0.0.7",
    })
    void anIpv6AddressIsItsNetworkAndAnIpv4AddressItself(String address, String block) throws UnknownHostException {
        assertThat(AddressBlock.of(InetAddress.getByName(address))).isEqualTo(InetAddress.getByName(block));
    }

    @Test
    void aMappedAddressThatWasLeftAsItIsIsItsIpv4Address() throws UnknownHostException {
        byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 10, 0, 0, 7};

        assertThat(AddressBlock.of(Inet6Address.getByAddress(null, mapped, 0)))
                .isEqualTo(InetAddress.getByName("10.0.0.7"));
    }

    @Test
    void whatOneAddressOfANetworkHasTheOthersOfItHave() throws UnknownHostException {
        AddressCounts counts = new AddressCounts();
        InetAddress one = InetAddress.getByName("2001:db8::1");
        InetAddress neighbour = InetAddress.getByName("2001:db8::2");
        InetAddress other = InetAddress.getByName("2001:db8:0:1::1");

        counts.tryAdd(one, 9);
        counts.tryAdd(other, 9);
        assertThat(counts.tryAdd(neighbour, 9)).isEqualTo(2);
        assertThat(counts.of(one)).isEqualTo(2);
        assertThat(counts.of(other)).isOne();
        assertThat(counts.addresses()).isEqualTo(2);
        counts.remove(one);
        counts.remove(one);

        assertThat(counts.of(neighbour)).isZero();
        assertThat(counts.addresses()).isOne();
    }
}
