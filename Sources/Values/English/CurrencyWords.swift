extension CurrencyData {
  /// What tells which currency a name means that several countries use: the name's mark in ``table``, the code, and words of the country.
  static let countries: StaticString = """
    kr? DKK denmark danish danes copenhagen aarhus odense|kr? NOK norway norwegian norwegians oslo bergen trondheim|\
    kr? SEK sweden swedish swedes stockholm gothenburg uppsala|kr? ISK iceland icelandic icelanders reykjavik|\
    li? TRY turkey turkish turks ankara istanbul|li? ITL italy italian italians rome milan|\
    li? LBP lebanon lebanese beirut|li? SYP syria syrian damascus|\
    fr? CHF switzerland swiss geneva zurich bern basel lausanne|fr? FRF france french paris|fr? BEF belgium belgian brussels|\
    fr? RWF rwanda rwandan kigali
    """

  /// Codes that are words as well: in capitals they are a currency only beside a number that has a scale, groups or cents.
  static let words: StaticString = "ALL TOP TRY CUP PEN COP MAD SOS BOB ANG GEL MOP BAM AMD LAK GIP STN MUR ERN SIT ETH"
}
