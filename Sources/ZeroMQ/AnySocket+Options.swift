import CZeroMQ

extension AnySocket {
  /// Sets the options that are not nil.
  ///
  /// Throws for the first that libzmq refuses, by its symbol: `zmq_setsockopt(ZMQ_ROUTER_MANDATORY): …`.
  public final func apply(_ options: SocketOptions) throws {
    for field in SocketOptions.milliseconds {
      if let value = options[keyPath: field.path] { try set(field.option, int: max(-1, value.wholeMilliseconds)) }
    }
    for field in SocketOptions.seconds {
      if let value = options[keyPath: field.path] { try set(field.option, int: max(-1, value.wholeSeconds)) }
    }
    for field in SocketOptions.integers {
      if let value = options[keyPath: field.path] { try set(field.option, int: Int64(value)) }
    }
    for field in SocketOptions.flags {
      if let value = options[keyPath: field.path] { try set(field.option, int: value ? 1 : 0) }
    }
    for field in SocketOptions.publicKeys {
      if let value = options[keyPath: field.path] { try set(field.option, bytes: value.bytes) }
    }
    if let value = options.maxMessageSize { try set(SocketOptions.maxMessageSizeOption, int64: value) }
    if let value = options.routingId { try set(SocketOptions.routingIdOption, bytes: value) }
    if let value = options.xpubWelcomeMessage { try set(SocketOptions.welcomeMessageOption, bytes: value) }
    if let value = options.curveSecretKey { try set(SocketOptions.secretKeyOption, bytes: value.bytes) }
    if let value = options.zapDomain { try set(SocketOptions.zapDomainOption, bytes: Array(value.utf8)) }
  }

  /// The socket's settings as they are, but for those that libzmq does not report, which are nil.
  ///
  /// Keys are nil unless they are set; ``SocketOptions/curveSecretKey`` is always nil.
  public final var options: SocketOptions {
    get throws {
      var options = SocketOptions()
      for field in SocketOptions.milliseconds {
        options[keyPath: field.path] = .milliseconds(try int(field.option))
      }
      for field in SocketOptions.seconds {
        // -1 is for 'as the system does', which is no time at all.
        let value = try int(field.option)
        options[keyPath: field.path] = value < 0 ? nil : .seconds(value)
      }
      for field in SocketOptions.integers {
        options[keyPath: field.path] = Int(try int(field.option))
      }
      for field in SocketOptions.flags where field.isReadable {
        let value = try int(field.option)
        options[keyPath: field.path] = value < 0 ? nil : value != 0
      }
      for field in SocketOptions.publicKeys {
        let bytes = try bytes(field.option, room: CurvePublicKey.byteCount)
        options[keyPath: field.path] = bytes.allSatisfy { $0 == 0 } ? nil : try CurvePublicKey(bytes: bytes)
      }
      options.maxMessageSize = try int64(SocketOptions.maxMessageSizeOption)
      let routingId = try bytes(SocketOptions.routingIdOption, room: 256)
      options.routingId = routingId.isEmpty ? nil : routingId
      options.zapDomain = try string(SocketOptions.zapDomainOption, room: 256)
      return options
    }
  }

  /// The endpoint that was bound or connected last, with the port or path that the system chose for a wildcard.
  public final var lastEndpoint: String {
    get throws { try string(SocketOption(ZMQ_LAST_ENDPOINT, "ZMQ_LAST_ENDPOINT"), room: 1024) }
  }

  /// Whether more frames of the message that is being received follow.
  public final var receiveMore: Bool {
    get throws { try int(SocketOption(ZMQ_RCVMORE, "ZMQ_RCVMORE")) != 0 }
  }

  /// What the socket is ready for now.
  public final var events: PollEvents {
    get throws { PollEvents(rawValue: Int16(truncatingIfNeeded: try int(SocketOption(ZMQ_EVENTS, "ZMQ_EVENTS")))) }
  }

  /// A descriptor that becomes readable when ``events`` may have changed.
  ///
  /// It tells of changes only, not of a state: after each wake-up, and after each send or receive, look at ``events``.
  /// ``Reactor`` and ``Poller`` do so by themselves.
  public final var fileDescriptor: Int32 {
    get throws { try int(SocketOption(ZMQ_FD, "ZMQ_FD")) }
  }

  /// libzmq's number for the socket's kind.
  public final var type: Int32 {
    get throws { try int(SocketOption(ZMQ_TYPE, "ZMQ_TYPE")) }
  }
}
