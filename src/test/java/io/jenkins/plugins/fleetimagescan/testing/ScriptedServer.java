package io.jenkins.plugins.fleetimagescan.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An HTTP server that does exactly what a test says, down to the bytes and the moment of closing: what no well-made
 * server can be made to do. One request for each connection; all requests are kept.
 */
public final class ScriptedServer implements AutoCloseable {
    /** What the server does with one request. */
    public interface Script {
        void answer(Exchange exchange) throws IOException, InterruptedException;
    }

    /**
     * @param target as in the request line
     * @param headers by name in lower case
     */
    public record Request(String method, String target, Map<String, String> headers, String body) {
        public String header(String name) {
            return headers.get(name.toLowerCase(Locale.ROOT));
        }
    }

    private final ServerSocket listener;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private volatile Script script = exchange -> exchange.reply(500, "", "no script");

    private ScriptedServer(ServerSocket listener) {
        this.listener = listener;
        Thread thread = new Thread(this::accept, "scripted server");
        thread.setDaemon(true);
        thread.start();
    }

    public static ScriptedServer start() throws IOException {
        return new ScriptedServer(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()));
    }

    public void answers(Script script) {
        this.script = script;
    }

    public String host() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    public String base() {
        return "http://" + host();
    }

    public List<Request> requests() {
        return requests;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                connections.add(socket);
                Thread thread = new Thread(() -> serve(socket), "scripted connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            Request request = read(new BufferedInputStream(socket.getInputStream()));
            if (request != null) {
                int number;
                synchronized (requests) {
                    requests.add(request);
                    number = requests.size();
                }
                script.answer(new Exchange(request, number, socket));
            }
        } catch (IOException | InterruptedException e) {
            // The client went away, or the test is over.
        } finally {
            connections.remove(socket);
        }
    }

    private static Request read(InputStream in) throws IOException {
        String first = line(in);
        if (first.isEmpty()) {
            return null;
        }
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                return null;
            }
            headers.merge(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip(),
                    (a, b) -> a + "\n" + b);
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        String[] words = first.split(" ");
        return new Request(words[0], words[1], headers, new String(body, StandardCharsets.UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : connections) {
            socket.close();
        }
    }

    /** One request and the connection that it came on, which is closed when the script returns. */
    public static final class Exchange {
        private final Request request;
        private final int number;
        private final Socket socket;

        Exchange(Request request, int number, Socket socket) {
            this.request = request;
            this.number = number;
            this.socket = socket;
        }

        public Request request() {
            return request;
        }

        /** Counted from 1 over the life of the server. */
        public int number() {
            return number;
        }

        public OutputStream out() throws IOException {
            return socket.getOutputStream();
        }

        public void write(String text) throws IOException {
            out().write(text.getBytes(StandardCharsets.UTF_8));
            out().flush();
        }

        /** @param headers lines separated by {@code \n}; empty for none. JSON is said unless they say otherwise */
        public void reply(int status, String headers, String body) throws IOException {
            String type = headers.toLowerCase(Locale.ROOT).contains("content-type:")
                    ? ""
                    : "Content-Type: application/json\r\n";
            String lines = headers.isEmpty() ? "" : headers.replace("\n", "\r\n") + "\r\n";
            boolean head = request.method().equals("HEAD");
            int length = body.getBytes(StandardCharsets.UTF_8).length;
            write("HTTP/1.1 " + status + " Scripted\r\nConnection: close\r\n" + type + lines
                    + (head ? "" : "Content-Length: " + length + "\r\n") + "\r\n" + (head ? "" : body));
        }

        /** Whether the client has closed the connection; takes a few milliseconds. */
        public boolean isGone() {
            try {
                socket.setSoTimeout(5);
                return socket.getInputStream().read() < 0;
            } catch (java.net.SocketTimeoutException e) {
                return false;
            } catch (IOException e) {
                return true;
            }
        }

        /** Answers a CONNECT and passes bytes on until either side closes. */
        public void tunnelTo(String hostAndPort) throws IOException, InterruptedException {
            String[] target = hostAndPort.split(":");
            try (Socket other = new Socket(target[0], Integer.parseInt(target[1]))) {
                write("HTTP/1.1 200 Connection established\r\n\r\n");
                Thread back = new Thread(() -> copy(other, socket), "scripted tunnel");
                back.setDaemon(true);
                back.start();
                copy(socket, other);
                back.join();
            }
        }

        private static void copy(Socket from, Socket to) {
            try {
                from.getInputStream().transferTo(to.getOutputStream());
                to.shutdownOutput();
            } catch (IOException e) {
                // Either side may close at any time.
            }
        }

        /** Breaks the connection with a TCP reset. */
        public void reset() throws SocketException {
            socket.setSoLinger(true, 0);
        }
    }
}
