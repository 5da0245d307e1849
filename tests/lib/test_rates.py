from shop.lib import rates


def test_counts_each_by_themselves():
    assert all(rates.allowed("3/minute", "coupon", "Ben") for _ in range(3))
    assert rates.allowed("3/minute", "coupon", "Ada")
    assert rates.allowed("3/minute", "beacon", "Ben")


def test_refuses_the_one_too_many():
    tries = [rates.allowed("3/minute", "coupon", "Cleo") for _ in range(5)]
    assert tries == [True, True, True, False, False]


def test_forgets_when_told_to():
    while rates.allowed("1/minute", "coupon", "Cleo"):
        pass
    rates.forget_all()
    assert rates.allowed("1/minute", "coupon", "Cleo")
