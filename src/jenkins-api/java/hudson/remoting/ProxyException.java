package hudson.remoting;

import java.io.IOException;

public class ProxyException extends IOException {
    public ProxyException(Throwable cause) {}

    protected ProxyException() {}
}
