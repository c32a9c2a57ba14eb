import asyncio
import websockets
import json

async def main():
    uri = "ws://localhost:8001/api/v1/websocket/ws"

    async with websockets.connect(uri) as websocket:
        # 1. 订阅回测进度
        await websocket.send(json.dumps({
            "type": "subscribe",
            "channel": "backtest_progress"
        }))

        # 2. 订阅通知
        await websocket.send(json.dumps({
            "type": "subscribe",
            "channel": "notifications"
        }))

        # 3. 订阅图表数据
        await websocket.send(json.dumps({
            "type": "subscribe_chart",
            "symbol": "0700.HK"
        }))

        # 4. 接收消息
        async for message in websocket:
            data = json.loads(message)
            print(f"收到: {data['type']}")

            # 处理不同类型的消息
            if data['type'] == 'backtest_progress_update':
                print(f"进度: {data['data']['progress']}%")

            elif data['type'] == 'chart_update':
                print(f"图表数据: {data['symbol']}")

            elif data['type'] == 'notification':
                print(f"通知: {data['notification']['title']}")

asyncio.run(main())
